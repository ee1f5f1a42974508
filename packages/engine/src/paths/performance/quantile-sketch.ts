import { type QuantileSketch, SKETCH_BUCKET_COUNT, SKETCH_ERROR_RATIO } from "@skylane/core";

const GROWTH = (1 + SKETCH_ERROR_RATIO) / (1 - SKETCH_ERROR_RATIO);
const LOG_GROWTH = Math.log(GROWTH);
/** Below this a round trip is not told from none: a nanosecond. */
const SMALLEST_MS = 1e-6;
/** Weights are kept to this many parts, so that their JSON stays short. */
const PARTS = 100;

/** A sketch of nothing. */
export const emptySketch: QuantileSketch = { zeroCount: 0, indexes: [], counts: [] };

/** The sketch with these values in it too, each as if seen `weight` times. */
export const addValues = (sketch: QuantileSketch, values: readonly number[], weight = 1): QuantileSketch => {
  const buckets = bucketsOf(sketch);
  let zeroCount = sketch.zeroCount;
  for (const value of values) {
    if (value <= SMALLEST_MS) zeroCount += weight;
    else {
      const index = Math.ceil(Math.log(value) / LOG_GROWTH);
      buckets.set(index, (buckets.get(index) ?? 0) + weight);
    }
  }
  return sketchOf(zeroCount, buckets);
};

/** The sketch of all that is in either. */
export function mergeSketches(a: QuantileSketch, b: QuantileSketch): QuantileSketch {
  const buckets = bucketsOf(a);
  for (const [index, count] of bucketsOf(b)) buckets.set(index, (buckets.get(index) ?? 0) + count);
  return sketchOf(a.zeroCount + b.zeroCount, buckets);
}

/** The sketch with every weight times `ratio`, 0..1; what weighs less than a hundredth is forgotten. */
export function fade(sketch: QuantileSketch, ratio: number): QuantileSketch {
  const less = (count: number): number => Math.round(count * ratio * PARTS) / PARTS;
  const buckets = new Map<number, number>();
  for (const [index, count] of bucketsOf(sketch)) if (less(count) > 0) buckets.set(index, less(count));
  return sketchOf(less(sketch.zeroCount), buckets);
}

/** How much is in it: the number of values, or the sum of their weights. */
export const weightOf = ({ zeroCount, counts }: QuantileSketch): number =>
  counts.reduce((sum, count) => sum + count, zeroCount);

/** The value at a rank of 0..1, off by 1 % of itself at most (more below the lowest buckets, once they are merged); `undefined` of nothing. */
export function quantileOf(sketch: QuantileSketch, rank: number): number | undefined {
  const weight = weightOf(sketch);
  if (weight === 0) return undefined;
  // the value at position floor(rank × (n − 1)) of the sorted values
  const position = rank * Math.max(0, weight - 1);
  let passed = sketch.zeroCount;
  if (passed > position) return 0;
  for (const [i, count] of sketch.counts.entries()) {
    passed += count;
    if (passed > position) return middleOf(sketch.indexes[i] ?? 0);
  }
  return middleOf(sketch.indexes.at(-1) ?? 0);
}

/** The value of a bucket that is as far from its lower as from its upper end, as a share. */
const middleOf = (index: number): number => (2 * GROWTH ** index) / (GROWTH + 1);

const bucketsOf = ({ indexes, counts }: QuantileSketch): Map<number, number> =>
  new Map(indexes.map((index, i) => [index, counts[i] ?? 0]));

/** Keeps the highest buckets; the rest joins the lowest of them. In whatever order sketches are merged, the same are kept. */
function sketchOf(zeroCount: number, buckets: ReadonlyMap<number, number>): QuantileSketch {
  const rising = [...buckets].sort(([a], [b]) => a - b);
  const kept = rising.slice(-SKETCH_BUCKET_COUNT);
  const [lowest] = kept;
  if (lowest) for (const [, count] of rising.slice(0, -SKETCH_BUCKET_COUNT)) lowest[1] += count;
  return { zeroCount, indexes: kept.map(([index]) => index), counts: kept.map(([, count]) => count) };
}
