import type { PlayedSpan } from "./played-span.ts";

const KIND = { internal: 1, server: 2, client: 3 } as const;
const STATUS_ERROR = 2;

/** What a resource says of itself, by OpenTelemetry's names. */
export type Resource = Readonly<Record<string, string>>;

/** An ExportTraceServiceRequest in JSON, of one service. @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding (read 2026-11) */
export const otlpBody = (resource: Resource, spans: readonly PlayedSpan[]) => ({
  resourceSpans: [
    {
      resource: { attributes: attributesOf(resource) },
      scopeSpans: [
        {
          scope: { name: "application" },
          spans: spans.map(({ traceId, spanId, parentSpanId, name, kind, startMs, endMs, isError, attributes }) => ({
            traceId,
            spanId,
            ...(parentSpanId !== undefined && { parentSpanId }),
            name,
            kind: KIND[kind],
            startTimeUnixNano: nanos(startMs),
            endTimeUnixNano: nanos(endMs),
            attributes: attributesOf(attributes),
            status: isError ? { code: STATUS_ERROR } : {},
          })),
        },
      ],
    },
  ],
});

const nanos = (ms: number): string => String(BigInt(Math.round(ms * 1_000)) * 1_000n);

const attributesOf = (attributes: Readonly<Record<string, string | number>>) =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
  }));
