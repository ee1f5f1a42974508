/**
 * What something costs, slot by slot, up to now. Values are USD per slot, the last one is the latest that is complete; slots are
 * of equal length, a day holds a whole number of them.
 */
export interface CostSeries {
  readonly slotMs: number;
  /** Start of the first slot, ms since 1970. */
  readonly startMs: number;
  readonly values: ArrayLike<number>;
}

const DAY_MS = 86_400_000;

export const slotsPerDay = ({ slotMs }: CostSeries): number => Math.round(DAY_MS / slotMs);
export const startOfSlot = ({ startMs, slotMs }: CostSeries, index: number): number => startMs + index * slotMs;

/** Middle of the values; 0 of none. Sorts a copy. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  // asked for very often: a slot and its neighbours, a day in three weeks
  if (values.length === 3) {
    const [a, b, c] = values as readonly [number, number, number];
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** How far values usually are from their centre: one sigma, by the median absolute deviation, which a few that are far off do not move. */
export const robustSigma = (values: readonly number[], centre: number): number =>
  1.4826 * median(values.map((one) => Math.abs(one - centre)));

/** Sums over a series that may grow at its end: what is before the first slot counts nothing. */
export function sumsOf({ values }: CostSeries): (end: number, count: number) => number {
  const upTo: number[] = [0];
  return (end, count) => {
    for (let i = upTo.length; i <= Math.min(end, values.length); i += 1)
      upTo.push((upTo[i - 1] as number) + (values[i - 1] ?? 0));
    const last = Math.min(end, values.length);
    return last <= 0 ? 0 : (upTo[last] as number) - (upTo[Math.max(0, end - count)] ?? 0);
  };
}
