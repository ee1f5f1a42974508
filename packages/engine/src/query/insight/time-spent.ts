import type { RequestSpan, RequestTrace } from "@skylane/core";
import { peerOf } from "../requests/calls-of.ts";
import { type Interval, lengthOf } from "./intervals.ts";

/** A part of a request's time: what one span does by itself, or what a call spends on the way. */
export interface TimePart {
  readonly label: string;
  readonly ms: number;
  readonly span: RequestSpan;
  /** Of a call that was answered with a span: the way, and not work. */
  readonly isNetwork: boolean;
}

export const intervalOf = ({ offsetMs, durationMs }: RequestSpan): Interval => [offsetMs, offsetMs + durationMs];
const within = ([from, until]: Interval, [lowest, highest]: Interval): Interval => [
  Math.min(highest, Math.max(lowest, from)),
  Math.max(lowest, Math.min(highest, until)),
];

/**
 * Where the time of a request goes, span by span: a span's own time is what none of the spans below it covers. Of a call that was
 * answered with a span it is the difference of both durations, for their clocks may differ.
 */
export function timeSpent({ spans }: RequestTrace): readonly TimePart[] {
  const below = Map.groupBy(spans, ({ parentSpanId }) => parentSpanId);
  return spans.map((span) => {
    const own = below.get(span.spanId) ?? [];
    const server = span.kind === "client" ? own.find(({ kind }) => kind === "server") : undefined;
    if (server) {
      const ms = Math.max(0, span.durationMs - server.durationMs);
      return { label: wayLabel(span, server), ms, span, isNetwork: true };
    }
    const covered = lengthOf(own.map((one) => within(intervalOf(one), intervalOf(span))));
    return {
      label: workLabel(span),
      ms: Math.max(0, span.durationMs - covered),
      span,
      isNetwork: false,
    };
  });
}

export const placeOf = ({ service, cloud }: Pick<RequestSpan, "service" | "cloud">): string =>
  cloud === undefined ? service : `${service} (${cloud})`;

/** What a service does; of a call that nobody answered with a span, whom it waits for. */
function workLabel(span: RequestSpan): string {
  const peer = span.kind === "client" ? peerOf(span) : undefined;
  return `${placeOf(span)}: ${span.name}${peer === undefined ? "" : ` → ${peer}`}`;
}

function wayLabel(client: RequestSpan, server: RequestSpan): string {
  const [from, to] = [client.cloud ?? client.service, server.cloud ?? server.service];
  return from === to ? `on the way within ${from}` : `on the way ${from} → ${to}`;
}

/** Parts of one label added, what takes most first. `shareRatio` is of the time of all. */
export function sharesOf(traces: readonly RequestTrace[]) {
  const sums = new Map<string, { ms: number; first: TimePart }>();
  let total = 0;
  for (const part of traces.flatMap(timeSpent)) {
    total += part.ms;
    const sum = sums.get(part.label);
    if (sum) sum.ms += part.ms;
    else sums.set(part.label, { ms: part.ms, first: part });
  }
  return [...sums]
    .map(([label, { ms, first }]) => ({ label, ms, first, shareRatio: total === 0 ? 0 : Math.min(1, ms / total) }))
    .sort((a, b) => b.ms - a.ms || (a.label < b.label ? -1 : 1));
}
