import type { LinkCondition } from "./faults.ts";

/** A provider's own failover test: it closes the BGP sessions of a connection, whose line stays whole. */
export interface SessionTest {
  readonly connectionId: string;
  readonly startedAtMs: number;
  /** Absent = until it is stopped. */
  readonly durationMs: number | undefined;
}

/** Time until the withdrawal has gone round, ms; what is sent meanwhile is lost. No provider promises one: a second is our guess. */
const WITHDRAWAL_MS = 1_000;

/** True while the test runs. */
export const isRunning = ({ startedAtMs, durationMs }: SessionTest, nowMs: number): boolean =>
  durationMs === undefined || nowMs < startedAtMs + durationMs;

/** The condition of a link whose sessions are under test. */
export const underTest = (before: LinkCondition, { startedAtMs }: SessionTest, nowMs: number): LinkCondition => ({
  ...before,
  isDroppingForward: true,
  isDroppingReverse: true,
  isSessionUp: before.isSessionUp && nowMs - startedAtMs < WITHDRAWAL_MS,
});

/** Moments after `nowMs` at which the test by itself takes sessions down or lets them up. */
export const momentsOf = ({ startedAtMs, durationMs }: SessionTest, nowMs: number): readonly number[] =>
  [startedAtMs + WITHDRAWAL_MS, ...(durationMs === undefined ? [] : [startedAtMs + durationMs])].filter(
    (moment) => moment > nowMs,
  );
