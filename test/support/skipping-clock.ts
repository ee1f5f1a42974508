import { type Clock, epochMs } from "@skylane/core";
import type { WorldClock } from "../../packages/twin/src/world/clock.ts";

/** This machine's time, and what was skipped: a world with real sockets goes on by itself, and nobody waits for it. */
export interface SkippingClock extends Clock, WorldClock {
  nowMs(): ReturnType<Clock["nowMs"]>;
  /** It is that much later at once; what falls due on the way runs, in its order. */
  skip(ms: number): void;
}

export function skippingClock(): SkippingClock {
  let skippedMs = 0;
  const timers = new Map<symbol, { readonly atMs: number; readonly run: () => void; handle: NodeJS.Timeout }>();
  const monotonicMs = (): number => performance.now() + skippedMs;
  const fire = (id: symbol): void => {
    const timer = timers.get(id);
    if (!timer) return;
    clearTimeout(timer.handle);
    timers.delete(id);
    timer.run();
  };
  const skip = (ms: number): void => {
    const untilMs = monotonicMs() + ms;
    for (;;) {
      const [next] = [...timers].filter(([, { atMs }]) => atMs <= untilMs).sort(([, a], [, b]) => a.atMs - b.atMs);
      if (!next) break;
      skippedMs += Math.max(0, next[1].atMs - monotonicMs());
      fire(next[0]);
    }
    skippedMs += Math.max(0, untilMs - monotonicMs());
    // what is due later is due that much earlier by this machine's time
    for (const [id, timer] of timers) {
      clearTimeout(timer.handle);
      timer.handle = setTimeout(() => fire(id), timer.atMs - monotonicMs()).unref();
    }
  };
  return {
    nowMs: () => epochMs(Math.floor(performance.timeOrigin + monotonicMs())),
    monotonicMs,
    async sleepUntil(wantedMs) {
      skip(Math.max(0, wantedMs - monotonicMs()));
    },
    after(delayMs, run) {
      const id = Symbol("timer");
      const handle = setTimeout(() => fire(id), Math.max(0, delayMs)).unref();
      timers.set(id, { atMs: monotonicMs() + Math.max(0, delayMs), run, handle });
      return () => {
        clearTimeout(handle);
        const timer = timers.get(id);
        if (timer) clearTimeout(timer.handle);
        timers.delete(id);
      };
    },
    skip,
  };
}
