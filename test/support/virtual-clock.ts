import { type Clock, epochMs } from "@skylane/core";

/** A clock for a world and what controls it: sleeping moves it on, and what falls due on the way runs. Nothing waits. */
export interface VirtualClock extends Clock {
  /** A timer of the world; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
  advance(ms: number): void;
}

export function virtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  let timers: { readonly atMs: number; readonly run: () => void }[] = [];
  const moveTo = (targetMs: number): void => {
    for (;;) {
      const [due] = timers.filter(({ atMs }) => atMs <= targetMs).sort((a, b) => a.atMs - b.atMs);
      if (!due) break;
      timers = timers.filter((one) => one !== due);
      nowMs = Math.max(nowMs, due.atMs);
      due.run();
    }
    nowMs = Math.max(nowMs, targetMs);
  };
  return {
    nowMs: () => epochMs(nowMs),
    monotonicMs: () => nowMs - startMs,
    async sleepUntil(monotonicMs) {
      moveTo(startMs + monotonicMs);
    },
    after(delayMs, run) {
      const timer = { atMs: nowMs + Math.max(0, delayMs), run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance: (ms) => moveTo(nowMs + ms),
  };
}
