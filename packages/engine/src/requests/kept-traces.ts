import type { ArrivedSpan, RequestSpan, RequestTrace } from "@skylane/core";
import type { Call } from "./count-calls.ts";
import type { Arrivals } from "./join-minute.ts";

/** Of each pair and route in a minute, the slowest and the slowest of those that failed. */
const KEPT_SLOWEST = 3;
const KEPT_FAILED = 3;
/** Of a minute; what is left after the slowest and the failed goes to others, by their ids: to a fair choice. */
const KEPT_TRACES = 24;
const MAX_SPANS = 64;

/** Whole traces that are kept of a minute: of requests of which no span came in the minute before. */
export function keptTraces({ before, these, after }: Arrivals, calls: readonly Call[]): readonly RequestTrace[] {
  const begunBefore = new Set(before.flatMap(({ spans }) => spans.map(({ traceId }) => traceId)));
  const startingHere = new Set(
    these.flatMap(({ spans }) => spans.map(({ traceId }) => traceId)).filter((id) => !begunBefore.has(id)),
  );
  const chosen = chooseTraces(calls.filter(({ traceId }) => traceId !== undefined && startingHere.has(traceId)));
  const spans = Map.groupBy(
    [...these, ...after].flatMap((arrival) => arrival.spans).filter(({ traceId }) => chosen.has(traceId)),
    ({ traceId }) => traceId,
  );
  return [...spans]
    .map(([traceId, ofOne]) => traceOf(traceId, ofOne))
    .sort((a, b) => b.durationMs - a.durationMs || (a.traceId < b.traceId ? -1 : 1));
}

function chooseTraces(calls: readonly Call[]): ReadonlySet<string> {
  const slowestFirst = calls.toSorted((a, b) => b.durationMs - a.durationMs);
  const groups = Map.groupBy(slowestFirst, ({ from, to, route }) => JSON.stringify([from, to, route]));
  const first = [...groups.values()].flatMap((ofOne) => [
    ...ofOne.slice(0, KEPT_SLOWEST),
    ...ofOne.filter(({ isError }) => isError).slice(0, KEPT_FAILED),
  ]);
  const ranked = [
    ...first.filter(({ isError }) => isError),
    ...first.toSorted((a, b) => b.durationMs - a.durationMs),
    ...calls.toSorted((a, b) => ((a.traceId ?? "") < (b.traceId ?? "") ? -1 : 1)),
  ];
  return new Set([...new Set(ranked.flatMap(({ traceId }) => traceId ?? []))].slice(0, KEPT_TRACES));
}

/** One trace of its spans: from the start of the one that has no parent among them and is the longest. */
function traceOf(traceId: string, arrived: readonly ArrivedSpan[]): RequestTrace {
  const byId = new Map(arrived.map((span) => [span.spanId, span]));
  const serverOf = new Map(
    [...byId.values()].flatMap((span) =>
      span.kind === "server" && span.parentSpanId !== undefined ? [[span.parentSpanId, span] as const] : [],
    ),
  );
  const all = [...byId.values()].sort((a, b) => a.startMs - b.startMs || b.durationMs - a.durationMs);
  const roots = all.filter(({ parentSpanId }) => parentSpanId === undefined || !byId.has(parentSpanId));
  const root = roots.toSorted((a, b) => b.durationMs - a.durationMs)[0] ?? all[0];
  const startMs = root?.startMs ?? 0;
  const spans = all.slice(0, MAX_SPANS).map((span): RequestSpan => {
    const { traceId: _, startMs: atMs, peer: __, ...rest } = span;
    const route = span.kind === "client" ? serverOf.get(span.spanId)?.name : undefined;
    return { ...rest, ...(route !== undefined && { name: route }), offsetMs: round(atMs - startMs) };
  });
  return {
    traceId,
    startMs,
    durationMs: round(Math.max(0, ...all.map((span) => span.startMs - startMs + span.durationMs))),
    spans,
    droppedSpanCount: all.length - spans.length,
  };
}

/** To a microsecond. */
const round = (ms: number): number => Math.round(ms * 1_000) / 1_000;
