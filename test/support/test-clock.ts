import { type Clock, epochMs } from "@skylane/core";

/** A clock that stands still until it is slept on: each sleep moves it to the time asked for, and nothing waits. */
export function testClock(startMs = 1_000_000): Clock & { advance(ms: number): void } {
  let nowMs = startMs;
  return {
    nowMs: () => epochMs(nowMs),
    monotonicMs: () => nowMs - startMs,
    async sleepUntil(monotonicMs) {
      nowMs = Math.max(nowMs, startMs + monotonicMs);
    },
    advance(ms) {
      nowMs += ms;
    },
  };
}
