import type { ArrivedSpan, CallEnds, SpanArrival } from "@skylane/core";

/** One end of a call: the client's, or the server's. */
export interface CallEnd extends Pick<CallEnds, "side" | "service" | "cloud" | "name" | "peer"> {
  /** The same at both ends. */
  readonly callId: string;
  /** The minute in which it began. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly isError: boolean;
  /** Absent = its span was not kept whole. */
  readonly traceId?: string;
}

const MINUTE_MS = 60_000;
const CALL_ID_DIGITS = 12;

/** The minute a moment is in, by its start. */
export const minuteOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS) * MINUTE_MS;

/** The end of a call that a span is; of no call where it is neither a client nor a server. */
export function endOf(span: ArrivedSpan): CallEnd | undefined {
  const { kind, service, cloud, name, peer, traceId } = span;
  if (kind !== "client" && kind !== "server") return undefined;
  // a server's parent is the client's span, if it has one
  const shared = kind === "client" ? span.spanId : (span.parentSpanId ?? span.spanId);
  return {
    side: kind,
    service,
    ...(cloud !== undefined && { cloud }),
    name,
    ...(peer !== undefined && { peer }),
    callId: shared.slice(0, CALL_ID_DIGITS),
    startMs: minuteOf(span.startMs),
    // to a tenth of a millisecond: the same whether its span was kept whole or not
    durationMs: Math.round(span.durationMs * 10) / 10,
    isError: span.isError,
    traceId,
  };
}

/** All ends that came, of whole spans and of others. */
export const endsIn = (arrivals: readonly SpanArrival[]): readonly CallEnd[] =>
  arrivals.flatMap(({ spans, ends }) => [
    ...spans.flatMap((span) => endOf(span) ?? []),
    ...ends.flatMap(({ calls, ...about }) =>
      calls.map(([callId, durationMs, failed]) => ({ ...about, callId, durationMs, isError: failed === 1 })),
    ),
  ]);

/** How many spans of the slowest calls, and of failed ones, stay whole where the rest is counted. */
const WHOLE_SLOWEST = 2;
const WHOLE_FAILED = 2;
const WHOLE_SPANS = 32;

/** The same spans with little of them whole, those of the slowest calls and of failed ones: nothing is missing in what is counted. */
export function counted(spans: readonly ArrivedSpan[]): SpanArrival {
  const calls = spans.filter((span) => endOf(span) !== undefined).toSorted((a, b) => b.durationMs - a.durationMs);
  const wholeIds = new Set(
    [...calls.slice(0, WHOLE_SLOWEST), ...calls.filter(({ isError }) => isError).slice(0, WHOLE_FAILED)].map(
      ({ traceId }) => traceId,
    ),
  );
  const isWhole = new Set(spans.filter(({ traceId }) => wholeIds.has(traceId)).slice(0, WHOLE_SPANS));
  const groups = new Map<string, CallEnds>();
  for (const span of spans) {
    const end = isWhole.has(span) ? undefined : endOf(span);
    if (!end) continue;
    const { callId, durationMs, isError, traceId: _, ...about } = end;
    const key = JSON.stringify(about);
    const group = groups.get(key) ?? { ...about, calls: [] };
    groups.set(key, group);
    group.calls.push([callId, durationMs, isError ? 1 : 0]);
  }
  return { spans: [...isWhole], ends: [...groups.values()] };
}
