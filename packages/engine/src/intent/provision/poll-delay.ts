const SHORTEST_MS = 75;
const LONGEST_MS = 30_000;
/** Nothing is under way: something else stands in the way. */
const IDLE_MS = 2_000;
/** A look a seventh later than the one before costs a seventh of the time at most, and of half an hour some hundred calls. */
const RATIO = 0.15;

/** How long to wait before the next look at what is under way, milliseconds, by how long the youngest of it has been so. */
export function pollDelayMs(elapsedMs: readonly number[], longestMs = LONGEST_MS): number {
  const youngestMs = Math.min(...elapsedMs);
  if (!Number.isFinite(youngestMs)) return IDLE_MS;
  return Math.min(longestMs, Math.max(SHORTEST_MS, Math.round(youngestMs * RATIO)));
}
