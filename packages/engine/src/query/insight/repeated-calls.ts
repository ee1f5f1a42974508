import type { QueryInsight, RequestTrace } from "@skylane/core";
import { type Call, callsOf } from "../requests/calls-of.ts";
import { lengthOf } from "./intervals.ts";
import { intervalOf } from "./time-spent.ts";
import { counted, gainOf, inMs, inPercent, mean } from "./words.ts";

/** So many calls alike below one span are asked one by one that could be asked together. */
const REPEATED_FROM = 5;
/** Of the sum of their durations that calls one after the other take. */
const IN_SEQUENCE_RATIO = 0.8;

/** The same call again and again below one span (N+1), the worst first, three at most. */
export function repeatedCallsOf(traces: readonly RequestTrace[], basis: string): readonly QueryInsight[] {
  const found = traces.flatMap((trace) => seriesIn(trace).map((calls) => ({ trace, calls })));
  return [...Map.groupBy(found, ({ calls: [first] }) => JSON.stringify([first?.from, first?.to, first?.route]))]
    .map(([, own]) => own)
    .sort((a, b) => spentOn(b) - spentOn(a))
    .slice(0, 3)
    .flatMap((own) => insightOf(own, basis));
}

type Series = readonly { readonly trace: RequestTrace; readonly calls: readonly Call[] }[];

const seriesIn = (trace: RequestTrace): readonly (readonly Call[])[] =>
  [
    ...Map.groupBy(
      callsOf(trace).filter(({ client }) => client !== undefined),
      ({ client, to, route }) => JSON.stringify([client?.parentSpanId, to, route]),
    ).values(),
  ].filter((calls) => calls.length >= REPEATED_FROM);

const spentOn = (series: Series): number =>
  series.reduce((sum, { calls }) => sum + calls.reduce((all, { durationMs }) => all + durationMs, 0), 0);

function insightOf(series: Series, basis: string): readonly QueryInsight[] {
  const [call] = series[0]?.calls ?? [];
  if (!call) return [];
  const count = mean(series.map(({ calls }) => calls.length));
  const lastMs = mean(
    series.map(({ calls }) => lengthOf(calls.flatMap(({ client }) => (client ? [intervalOf(client)] : [])))),
  );
  const sumMs = spentOn(series) / series.length;
  const beforeMs = mean(series.map(({ trace }) => trace.durationMs));
  const isInSequence = lastMs >= IN_SEQUENCE_RATIO * sumMs;
  const networkMs = mean(series.flatMap(({ calls }) => calls.flatMap((one) => one.networkMs ?? [])));
  // all but one way there and back
  const savedMs = Math.min(beforeMs, (count - 1) * networkMs);
  const times = Math.round(count);
  return [
    {
      kind: "repeated-calls",
      says: `${call.from} calls ${call.to} ${times} times for ${call.route} below one span, ${isInSequence ? "one after the other" : "partly at the same time"}: ${inMs(lastMs)} of ${inMs(beforeMs)}.${isInSequence && savedMs > 0 ? ` One call for all of them saves ${times - 1} ways there and back: about ${inMs(savedMs)} (${inPercent(savedMs / beforeMs)}).` : ""}`,
      basis: `${counted(series.length, "request")} with such calls; ${basis}`,
      unknown: "Spans do not say whether the service can answer for several at once, nor what that takes it.",
      ...(isInSequence && savedMs > 0 && { gain: gainOf(beforeMs, beforeMs - savedMs, "with one call for all") }),
      parts: [],
    },
  ];
}
