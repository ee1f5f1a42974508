import { type QueryCell, REQUEST_BOUNDS_MS, type RequestMinute } from "@skylane/core";

/** A number that is known to lie between two. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** As a cell: one number where both are the same. */
export const boundsCell = ({ low, high }: Bounds): QueryCell => (low === high ? low : { low, high });

const lowerOf = (bucket: number): number => (bucket === 0 ? 0 : (REQUEST_BOUNDS_MS[bucket - 1] ?? 0));
const upperOf = (bucket: number, maxMs: number): number =>
  Math.min(REQUEST_BOUNDS_MS[bucket] ?? Number.POSITIVE_INFINITY, maxMs);

type Counted = Pick<RequestMinute, "requestCount" | "durationCounts" | "maxMs">;

/** How many took longer than that: exact where it is one of `REQUEST_BOUNDS_MS`, else between the counts at the bounds around it. */
export function slowerCount({ durationCounts, requestCount, maxMs }: Counted, thanMs: number): Bounds {
  if (requestCount === 0 || maxMs <= thanMs) return { low: 0, high: 0 };
  let [low, high] = [0, 0];
  for (const [bucket, count] of durationCounts.entries()) {
    if (lowerOf(bucket) >= thanMs) low += count;
    if (upperOf(bucket, maxMs) > thanMs) high += count;
  }
  // the slowest itself did
  return { low: Math.min(high, Math.max(1, low)), high };
}

/**
 * Bounds of a quantile: those of the bucket that the request of that rank is in. `undefined` of no request.
 * @see https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method
 */
export function quantileBounds(rows: readonly Counted[], rank: number): Bounds | undefined {
  const total = rows.reduce(
    (sum, { durationCounts }) => sum + durationCounts.reduce((all, count) => all + count, 0),
    0,
  );
  if (total === 0) return undefined;
  // a week has more rows than a call may have arguments
  const maxMs = rows.reduce((most, row) => Math.max(most, row.maxMs), 0);
  const wanted = Math.max(1, Math.ceil(rank * total));
  let passed = 0;
  for (let bucket = 0; bucket <= REQUEST_BOUNDS_MS.length; bucket += 1) {
    const inBucket = rows.reduce((sum, { durationCounts }) => sum + (durationCounts[bucket] ?? 0), 0);
    passed += inBucket;
    if (passed >= wanted) {
      const high = upperOf(bucket, maxMs);
      // the last one of all is the slowest
      return wanted === total ? { low: maxMs, high: maxMs } : { low: Math.min(lowerOf(bucket), high), high };
    }
  }
  return { low: maxMs, high: maxMs };
}

/** Sum of bounds. */
export const added = (one: Bounds, other: Bounds): Bounds => ({
  low: one.low + other.low,
  high: one.high + other.high,
});
