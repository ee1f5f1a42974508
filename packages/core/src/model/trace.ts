import * as z from "zod";

/** What a span may say of itself, by the names of OpenTelemetry's semantic conventions, or below `skylane.`. */
export const SpanAttributes = z.record(z.string().max(64), z.union([z.string().max(256), z.number(), z.boolean()]));
export type SpanAttributes = z.infer<typeof SpanAttributes>;

/** One thing that was done, and how long it took. */
export const TraceSpan = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  /** Absent = the trace begins here, or what it is part of was not kept. */
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string().min(1).max(128),
  /** @see https://opentelemetry.io/docs/specs/otel/trace/api/#spankind */
  kind: z.enum(["internal", "server", "client", "producer", "consumer"]),
  /** Wall clock of the machine it was done on. */
  startMs: z.number(),
  /** By a monotonic clock. */
  durationMs: z.number().nonnegative(),
  isError: z.boolean(),
  attributes: SpanAttributes,
});
export type TraceSpan = z.infer<typeof TraceSpan>;

/** The spans of one invocation. */
export const SpanBatch = z.strictObject({
  spans: z.array(TraceSpan),
  /** What there was no room for. */
  droppedCount: z.int().nonnegative(),
});
export type SpanBatch = z.infer<typeof SpanBatch>;
