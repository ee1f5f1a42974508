import type { TraceSpan } from "@skylane/core";

/** Numbers of OTLP's enumerations. @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/trace/v1/trace.proto */
const KIND: Readonly<Record<TraceSpan["kind"], number>> = {
  internal: 1,
  server: 2,
  client: 3,
  producer: 4,
  consumer: 5,
};
const STATUS_ERROR = 2;
/** Sampled. */
const FLAGS = 1;

/** An ExportTraceServiceRequest in OTLP's JSON encoding: ids in hex, times in nanoseconds as decimal text. @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding (read 2026-11) */
export const otlpRequest = (spans: readonly TraceSpan[], deployment: string) => ({
  resourceSpans: [
    {
      resource: { attributes: attributesOf({ "service.name": "skylane", "service.namespace": deployment }) },
      scopeSpans: [{ scope: { name: "skylane.failover" }, spans: spans.map(otlpSpan) }],
    },
  ],
});

const otlpSpan = (span: TraceSpan) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentSpanId !== undefined && { parentSpanId: span.parentSpanId }),
  flags: FLAGS,
  name: span.name,
  kind: KIND[span.kind],
  startTimeUnixNano: String(nanos(span.startMs)),
  endTimeUnixNano: String(nanos(span.startMs) + nanos(span.durationMs)),
  attributes: attributesOf(span.attributes),
  status: span.isError ? { code: STATUS_ERROR } : {},
});

/** Whole milliseconds apart from the rest: a double does not hold nanoseconds since 1970. */
function nanos(ms: number): bigint {
  const wholeMs = Math.floor(ms);
  return BigInt(wholeMs) * 1_000_000n + BigInt(Math.round((ms - wholeMs) * 1_000_000));
}

const attributesOf = (attributes: TraceSpan["attributes"]) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: otlpValue(value) }));

function otlpValue(value: string | number | boolean) {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
