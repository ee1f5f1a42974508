import type { TraceSpan, TraceView } from "@skylane/core";

type SpanView = TraceView["spans"][number];

/** Names of clouds in OpenTelemetry that are not those of the configuration. */
const CLOUD_BY_PROVIDER: Readonly<Record<string, string>> = { oracle_cloud: "oci" };

/**
 * Spans as whole traces, the oldest first: each span below the one it is part of, and what began earlier before what began later. A
 * span whose parent was not kept is at the top; one that was told twice is there once, as the one that knows its parent.
 */
export function traceViews(spans: readonly TraceSpan[]): TraceView[] {
  const byTrace = Map.groupBy(withoutRepeats(spans), ({ traceId }) => traceId);
  return [...byTrace].map(([traceId, own]) => traceView(traceId, own)).sort((a, b) => a.startMs - b.startMs);
}

function traceView(traceId: string, spans: readonly TraceSpan[]): TraceView {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const below = Map.groupBy(spans, ({ parentSpanId }) =>
    parentSpanId !== undefined && known.has(parentSpanId) ? parentSpanId : "",
  );
  const startMs = Math.min(...spans.map((span) => span.startMs));
  const endMs = Math.max(...spans.map((span) => span.startMs + span.durationMs));
  const drawn: SpanView[] = [];
  const seen = new Set<string>();
  const draw = (parentId: string, depth: number): void => {
    for (const span of inOrder(below.get(parentId) ?? [])) {
      if (seen.has(span.spanId)) continue;
      seen.add(span.spanId);
      drawn.push(spanView(span, startMs, depth));
      draw(span.spanId, depth + 1);
    }
  };
  draw("", 0);
  // spans that name each other as parents are nobody's children: shown all the same
  for (const span of inOrder(spans)) if (!seen.has(span.spanId)) drawn.push(spanView(span, startMs, 0));
  return { traceId, startMs, durationMs: endMs - startMs, spans: drawn };
}

function spanView(span: TraceSpan, traceStartMs: number, depth: number): SpanView {
  const { spanId, parentSpanId, name, kind, startMs, durationMs, isError, attributes } = span;
  const provider = attributes["cloud.provider"] ?? attributes["skylane.side"];
  return {
    spanId,
    ...(parentSpanId !== undefined && depth > 0 && { parentSpanId }),
    depth,
    name,
    kind,
    offsetMs: startMs - traceStartMs,
    durationMs,
    isError,
    ...(typeof provider === "string" && { cloud: CLOUD_BY_PROVIDER[provider] ?? provider }),
    attributes,
  };
}

const inOrder = (spans: readonly TraceSpan[]): TraceSpan[] =>
  [...spans].sort((a, b) => a.startMs - b.startMs || b.durationMs - a.durationMs || a.spanId.localeCompare(b.spanId));

/** At-least-once delivery does a step twice, with spans of their own; the event that led to both is one. */
function withoutRepeats(spans: readonly TraceSpan[]): readonly TraceSpan[] {
  const byId = new Map<string, TraceSpan>();
  for (const span of spans) {
    const key = `${span.traceId}#${span.spanId}`;
    const known = byId.get(key);
    if (known === undefined || (known.parentSpanId === undefined && span.parentSpanId !== undefined))
      byId.set(key, span);
  }
  return [...byId.values()];
}
