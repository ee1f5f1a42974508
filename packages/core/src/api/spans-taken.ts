import * as z from "zod";

/** ExportTraceServiceResponse of OTLP in JSON; empty where every span was taken. @see https://opentelemetry.io/docs/specs/otlp/#partial-success-1 (read 2026-11) */
export const SpansTaken = z.strictObject({
  partialSuccess: z
    .strictObject({
      /** An int64, so a text. */
      rejectedSpans: z.string().regex(/^\d+$/),
      errorMessage: z.string(),
    })
    .optional(),
});
export type SpansTaken = z.infer<typeof SpansTaken>;
