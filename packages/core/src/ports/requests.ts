import type { RequestMinute, RequestTrace } from "../model/request-trace.ts";

/** A span of time: from the first on, before the second; wall clock, ms. */
export interface RequestRange {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What applications' requests took: exact counts by the minute, and whole traces of a few. */
export interface RequestStore {
  /** Adds the counts to those that are there; traces whose id is there already are joined with it. An addition that is repeated by its id counts once. */
  add(batchId: string, minutes: readonly RequestMinute[], traces: readonly RequestTrace[]): Promise<void>;
  /** Oldest first. */
  minutes(range: RequestRange): Promise<readonly RequestMinute[]>;
  /** Whole traces that were kept, the slowest first. */
  traces(range: RequestRange, most: number): Promise<readonly RequestTrace[]>;
  /** Absent = it was never kept, or is too old. */
  trace(traceId: string): Promise<RequestTrace | undefined>;
}
