import type { EpochMs } from "../units/brand.ts";

/** Time, handed in. */
export interface Clock {
  /** Wall clock, for timestamps only. */
  nowMs(): EpochMs;
  /** Monotonic milliseconds, for durations and deadlines. */
  monotonicMs(): number;
  /** Resolves at that monotonic time, or at once if it has passed; rejects when `signal` aborts. */
  sleepUntil(monotonicMs: number, signal?: AbortSignal): Promise<void>;
}

/** New identifiers. */
export interface Ids {
  /** A unique id, sortable by time where the adapter can. */
  next(): string;
  /** A W3C traceparent: a child of `parent` if given, else the root of a new trace. */
  traceparent(parent?: string): string;
}
