import type { SpanBatch, TraceSpan } from "../model/trace.ts";

/** Spans of incidents, kept for 90 days. */
export interface TraceStore {
  /** Those of one invocation; keeping them again changes nothing. */
  keep(incidentId: string, batch: SpanBatch): Promise<void>;
  list(incidentId: string): Promise<readonly SpanBatch[]>;
}

/** Sends spans to a backend of the customer's. */
export interface SpanExporter {
  /** @throws ERR_COLLECTOR_UNAVAILABLE after its tries; `rejectedCount` = what the collector took the request for and refused */
  send(spans: readonly TraceSpan[]): Promise<{ readonly rejectedCount: number }>;
}
