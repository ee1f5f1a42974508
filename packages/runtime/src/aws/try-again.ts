import type { Clock } from "@skylane/core";
import { type RetryReason, retryReason } from "./failures.ts";

/** How often something is tried, and by what the pauses between are taken. */
export interface Patience {
  readonly tryCount: number;
  readonly clock: Pick<Clock, "monotonicMs" | "sleepUntil">;
  /** At least 0, less than 1; absent = the machine's. */
  readonly random?: (() => number) | undefined;
}

/** Those of the SDK's standard mode: who is asked too much needs longer. */
const FIRST_PAUSE_MS: Readonly<Record<RetryReason, number>> = { passing: 100, throttled: 500 };
const LONGEST_PAUSE_MS = 20_000;

/**
 * Pause after so many failures, ms: anything up to a bound that doubles, so that many who failed together do not come back together.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (read 2026-11), "full jitter"
 */
export const pauseMs = (reason: RetryReason, failureCount: number, random: number): number =>
  random * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS[reason] * 2 ** (failureCount - 1));

/** What `send` brings, which is tried again where that may go better. @throws its last failure */
export async function tryAgain<T>(
  send: () => Promise<T>,
  { tryCount, clock, random = Math.random }: Patience,
): Promise<T> {
  for (let failureCount = 1; ; failureCount += 1)
    try {
      return await send();
    } catch (error) {
      const reason = retryReason(error);
      if (reason === undefined || failureCount >= tryCount) throw error;
      await clock.sleepUntil(clock.monotonicMs() + pauseMs(reason, failureCount, random()));
    }
}
