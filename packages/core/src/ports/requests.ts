import type { RequestMinute, RequestTrace } from "../model/request-trace.ts";
import type { SpanArrival } from "../model/span-arrival.ts";

/** A span of time: from the first on, before the second; wall clock, ms. */
export interface RequestRange {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What applications' requests took: exact counts by the minute, and whole traces of a few. What came in the last minutes is in it. */
export interface RequestStore {
  /** Of requests that began in the range, oldest first. */
  minutes(range: RequestRange): Promise<readonly RequestMinute[]>;
  /** Whole traces that were kept of those that began in the range, the slowest first. */
  traces(range: RequestRange, most: number): Promise<readonly RequestTrace[]>;
  /** Absent = it was never kept, or is too old. */
  trace(traceId: string): Promise<RequestTrace | undefined>;
}

/** Where spans wait until those of the same request have come too. */
export interface SpanInbox {
  /**
   * Keeps what came: whole, or where the minute's budget is used up, counted. The same that comes again in the same minute is kept once.
   * @throws ERR_SPANS_TOO_LARGE, ERR_STORE_UNAVAILABLE
   */
  put(arrivedMs: number, whole: SpanArrival, counted: SpanArrival): Promise<"whole" | "counted">;
}

/** Spans that were joined, by the minute in which they came. */
export interface JoinedMinute {
  /** Each by the minute in which its requests began, which may be an earlier one. */
  readonly minutes: readonly RequestMinute[];
  readonly traces: readonly RequestTrace[];
}

/** The book of joined requests, and what waits to be written into it. */
export interface RequestLedger {
  /** Minutes of arrival from the first on, before the second, that were written, by their start, ms. */
  written(fromMs: number, untilMs: number): Promise<ReadonlySet<number>>;
  /** What came in the minute that starts then. */
  arrived(minuteMs: number): Promise<readonly SpanArrival[]>;
  /** Takes the place of what was written of that minute of arrival before. */
  write(minuteMs: number, joined: JoinedMinute): Promise<void>;
}
