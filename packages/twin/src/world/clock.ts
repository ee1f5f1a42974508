import { performance } from "node:perf_hooks";

/** The world's time: wall clock, and timers that do not keep the process alive by themselves. */
export interface WorldClock {
  nowMs(): number;
  after(delayMs: number, run: () => void): () => void;
}

/** The machine's own time, with the resolution of the monotonic clock. */
export const machineClock: WorldClock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.max(0, delayMs)).unref();
    return () => clearTimeout(timer);
  },
};

/** Time that does not pass. */
export const stoppedClock = (atMs: number): WorldClock => ({ nowMs: () => atMs, after: () => () => undefined });

/** Mulberry32: the same seed gives the same chance. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
