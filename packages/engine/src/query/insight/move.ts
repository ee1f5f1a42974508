import type { QueryInsight, RequestTrace } from "@skylane/core";
import { type Call, callsOf } from "../requests/calls-of.ts";
import { lengthOf } from "./intervals.ts";
import { intervalOf } from "./time-spent.ts";
import { counted, gainOf, inMs, inPercent, mean } from "./words.ts";

/** What a call within one Region is taken to spend on the way; between zones of a Region it is about this much. */
const WITHIN_REGION_MS = 1;
const WORTH_RATIO = 0.1;

/** What it would save to run both ends of calls between clouds in one Region, what saves most first, two at most. */
export function moveAdvice(traces: readonly RequestTrace[], basis: string): readonly QueryInsight[] {
  const found = traces.flatMap((trace) =>
    [...Map.groupBy(callsOf(trace).filter(isCrossing), ({ from, to }) => JSON.stringify([from, to])).values()].map(
      (calls) => ({ trace, calls }),
    ),
  );
  return [...Map.groupBy(found, ({ calls: [first] }) => JSON.stringify([first?.from, first?.to])).values()]
    .map((own) => ({ own, savedMs: mean(own.map(({ calls }) => savedBy(calls))) }))
    .sort((a, b) => b.savedMs - a.savedMs)
    .slice(0, 2)
    .flatMap(({ own, savedMs }) => {
      const [call] = own[0]?.calls ?? [];
      const beforeMs = mean(own.map(({ trace }) => trace.durationMs));
      if (!call || beforeMs === 0 || savedMs / beforeMs < WORTH_RATIO) return [];
      const gain = gainOf(beforeMs, Math.max(0, beforeMs - savedMs), "in one Region");
      return [
        {
          kind: "move" as const,
          says: `${call.from} (${call.fromCloud}) and ${call.to} (${call.toCloud}) in one Region would save ${inMs(savedMs)} of ${inMs(beforeMs)} of a request (${inPercent(gain.savedRatio)}): ${counted(Math.round(mean(own.map(({ calls }) => calls.length))), "way there and back", "ways there and back")} between clouds.`,
          basis: `${counted(own.length, "request")} with such calls; ${basis}`,
          unknown: `A call within one Region is counted with ${WITHIN_REGION_MS} ms on the way. What else the service speaks to, what its data is bound to, and what the move costs cannot be seen in spans.`,
          gain,
          parts: [],
        },
      ];
    });
}

const isCrossing = ({ client, networkMs, fromCloud, toCloud }: Call): boolean =>
  client !== undefined &&
  networkMs !== undefined &&
  fromCloud !== undefined &&
  toCloud !== undefined &&
  fromCloud !== toCloud;

/** Of calls at the same time only as much as they last. */
function savedBy(calls: readonly Call[]): number {
  const intervals = calls.flatMap(({ client }) => (client ? [intervalOf(client)] : []));
  const sumMs = calls.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const wayMs = calls.reduce((sum, { networkMs = 0 }) => sum + Math.max(0, networkMs - WITHIN_REGION_MS), 0);
  return sumMs === 0 ? 0 : wayMs * Math.min(1, lengthOf(intervals) / sumMs);
}
