import * as z from "zod";
import { IncidentId } from "../model/ids.ts";
import { SpanAttributes } from "../model/trace.ts";

/** A span as it is drawn: below the one it is part of, and after those that began before it. */
export const TraceSpanView = z.strictObject({
  spanId: z.string(),
  /** The span above it; absent = it is at the top. */
  parentSpanId: z.string().optional(),
  /** 0 = at the top. */
  depth: z.int().nonnegative(),
  name: z.string(),
  kind: z.enum(["internal", "server", "client", "producer", "consumer"]),
  /** From the start of its trace. */
  offsetMs: z.number().nonnegative(),
  durationMs: z.number().nonnegative(),
  isError: z.boolean(),
  /** Where it was done, or what it was done to, as configured: `aws`, `onprem` …; absent = it says none. */
  cloud: z.string().optional(),
  attributes: SpanAttributes,
});

/** One trace, whole, in the order in which it is drawn. */
export const TraceView = z.strictObject({
  traceId: z.string(),
  startMs: z.number(),
  /** Until the last of its spans has ended. */
  durationMs: z.number().nonnegative(),
  spans: z.array(TraceSpanView).min(1),
});
export type TraceView = z.infer<typeof TraceView>;

/** `GET /v1/incidents/{id}/trace`: what was done in an incident, and how long each part took. The move, and each way back, is a trace of its own. */
export const IncidentTraceView = z.strictObject({
  incidentId: IncidentId,
  /** The oldest first; none where nothing is kept any more. */
  traces: z.array(TraceView),
  /** Spans there was no room for. */
  droppedSpanCount: z.int().nonnegative(),
});
export type IncidentTraceView = z.infer<typeof IncidentTraceView>;
