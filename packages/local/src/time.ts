/** Time as the embedded services see it; tests hand in one they move themselves. */
export interface Timers {
  /** Wall clock, ms since the Unix epoch. */
  nowMs(): number;
  /** Calls `run` once, `delayMs` from now; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** The machine's own clock. Delays beyond setTimeout's 2^31-1 ms are reached in several hops. */
export const systemTimers: Timers = {
  nowMs: () => Date.now(),
  after(delayMs, run) {
    const dueMs = Date.now() + delayMs;
    let handle: NodeJS.Timeout;
    const arm = (): void => {
      const leftMs = dueMs - Date.now();
      handle = leftMs > 2 ** 31 - 1 ? setTimeout(arm, 2 ** 31 - 1) : setTimeout(run, Math.max(0, leftMs));
    };
    arm();
    return () => clearTimeout(handle);
  },
};
