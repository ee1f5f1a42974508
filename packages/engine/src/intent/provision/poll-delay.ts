const SHORTEST_SECONDS = 1;
const LONGEST_SECONDS = 30;
/** A look a fifth later than the one before costs a fifth of the time at most, and few calls of a long operation. */
const RATIO = 0.2;

/** How long to wait before the next look at what is under way, seconds, by how long the youngest of it has been so. */
export function pollDelaySeconds(elapsedMs: readonly number[]): number {
  const youngestMs = Math.min(...elapsedMs);
  if (!Number.isFinite(youngestMs)) return SHORTEST_SECONDS;
  return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, Math.round((youngestMs * RATIO) / 1_000)));
}
