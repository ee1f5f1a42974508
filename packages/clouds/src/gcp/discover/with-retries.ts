import { setTimeout as sleep } from "node:timers/promises";
import type { Scan } from "../../_shared/scan.ts";
import { CredentialsError, factsOf, isThrottle } from "./explain-failure.ts";

/** Waits so many milliseconds; rejects when the look is given up. */
export type Wait = (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;

const RETRY_COUNT = 6;
/** Where nothing answers at all, more patience helps less. */
const SILENT_RETRY_COUNT = 2;
const FIRST_DELAY_MS = 300;
const LONGEST_DELAY_MS = 20_000;
const LONGEST_ASKED_MS = 60_000;

const waitOnTheClock: Wait = (ms, signal) => sleep(ms, undefined, signal && { signal });

/** A scan whose calls are made again while Google throttles or fails, and wait as long as it says. */
export const withRetries = (scan: Scan, signal: AbortSignal | undefined, wait: Wait = waitOnTheClock): Scan => ({
  call: (scope, run) =>
    scan.call(scope, async () => {
      for (let attempt = 0; ; attempt += 1)
        try {
          return await run();
        } catch (error) {
          if (!mayRetry(error, attempt)) throw error;
          await wait(delayMs(attempt, retryAfterMs(error), Math.random()), signal);
        }
    }),
  get gaps() {
    return scan.gaps;
  },
  callCount: scan.callCount,
});

/** True for what may pass: throttling, server errors, and connections that broke or were too slow. */
export function mayRetry(failure: unknown, attempt: number): boolean {
  const facts = factsOf(failure);
  if (failure instanceof CredentialsError || facts.codes.includes("AbortError") || attempt >= RETRY_COUNT) return false;
  if (facts.status !== undefined) return isThrottle(facts) || facts.status === 408 || facts.status >= 500;
  return attempt < SILENT_RETRY_COUNT && facts.codes.some((code) => /^E[A-Z]+$/.test(code) || code === "TimeoutError");
}

/** Jitter between half and all of a delay that doubles each time; never sooner than the server says, within a minute. */
export function delayMs(attempt: number, askedMs: number, random: number): number {
  const growing = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return Math.min(LONGEST_ASKED_MS, askedMs) + growing * (0.5 + random / 2);
}

function retryAfterMs(failure: unknown): number {
  const { response } = failure as { readonly response?: { readonly headers?: Headers } };
  const value = response?.headers?.get("retry-after") ?? "";
  return /^\d+$/.test(value) ? Number(value) * 1_000 : 0;
}
