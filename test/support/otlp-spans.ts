import type { ArrivedSpan } from "@skylane/core";

/** A span in OTLP's JSON, of a moment in ms; ids are numbers, written as they travel. */
export interface SpanParts {
  readonly trace?: number;
  readonly id: number;
  readonly parent?: number;
  readonly name?: string;
  readonly kind?: "internal" | "server" | "client";
  readonly startMs: number;
  readonly durationMs: number;
  readonly isError?: boolean;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

const KIND = { internal: 1, server: 2, client: 3 } as const;
export const traceIdOf = (n: number): string => (n + 1).toString(16).padStart(32, "0");
export const spanIdOf = (n: number): string => `${(n + 1).toString(16).padStart(8, "0")}${"0".repeat(8)}`;

export const otlpAttribute = (key: string, value: string | number | boolean) => ({
  key,
  value:
    typeof value === "string"
      ? { stringValue: value }
      : typeof value === "boolean"
        ? { boolValue: value }
        : { intValue: String(value) },
});

export const anOtlpSpan = ({ trace = 0, id, parent, startMs, durationMs, ...rest }: SpanParts) => ({
  traceId: traceIdOf(trace),
  spanId: spanIdOf(id),
  ...(parent !== undefined && { parentSpanId: spanIdOf(parent) }),
  name: rest.name ?? "GET",
  kind: KIND[rest.kind ?? "internal"],
  startTimeUnixNano: String(BigInt(Math.round(startMs * 1_000)) * 1_000n),
  endTimeUnixNano: String(BigInt(Math.round((startMs + durationMs) * 1_000)) * 1_000n),
  attributes: Object.entries(rest.attributes ?? {}).map(([key, value]) => otlpAttribute(key, value)),
  status: rest.isError ? { code: 2 } : {},
});

/** One request of OTLP: spans of a service. */
export const otlpOf = (
  service: string,
  spans: readonly unknown[],
  resource: Readonly<Record<string, string>> = {},
) => ({
  resourceSpans: [
    {
      resource: {
        attributes: Object.entries({ "service.name": service, ...resource }).map(([key, value]) =>
          otlpAttribute(key, value),
        ),
      },
      scopeSpans: [{ scope: { name: "test" }, spans }],
    },
  ],
});

/** A span as it waits, of a service. */
export const anArrivedSpan = (
  service: string,
  { trace = 0, id, parent, name = "GET", kind = "internal", isError = false, ...rest }: SpanParts,
): ArrivedSpan => ({
  traceId: traceIdOf(trace),
  spanId: spanIdOf(id),
  ...(parent !== undefined && { parentSpanId: spanIdOf(parent) }),
  service,
  name,
  kind,
  startMs: rest.startMs,
  durationMs: rest.durationMs,
  isError,
  attributes: { ...rest.attributes },
});
