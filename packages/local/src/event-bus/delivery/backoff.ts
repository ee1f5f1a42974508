const FIRST_PAUSE_MS = 200; // a restarting function is back within that
const MAX_PAUSE_MS = 60_000;

/**
 * Pause before the next try, ms: doubles with each failed attempt up to a minute, with a random part of up to half of it, so
 * that deliveries that failed together do not come back together. `random` is uniform in [0, 1).
 */
export function pauseAfter(failedAttempts: number, random: () => number): number {
  const fullMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failedAttempts - 1, 20));
  return Math.ceil(fullMs * (0.5 + random() / 2));
}
