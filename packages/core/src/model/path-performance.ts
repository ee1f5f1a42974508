import * as z from "zod";
import { PathId, VantageId } from "./ids.ts";
import { PathStateName } from "./path-health.ts";

/** How far a quantile of a sketch may be off, as a share of it. */
export const SKETCH_ERROR_RATIO = 0.01;
/** Buckets a sketch keeps; the lowest are merged into one when there are more. Its JSON stays below 4 KB. */
export const SKETCH_BUCKET_COUNT = 256;

/**
 * Many values in little room: bucket `i` counts values in (g^(i-1), g^i] with g = (1 + e) / (1 - e) and e the error ratio.
 * Counts may be fractions: what is old weighs less.
 */
export const QuantileSketch = z
  .strictObject({
    /** Values too small to have a bucket. */
    zeroCount: z.number().nonnegative(),
    /** Rising. */
    indexes: z.array(z.int()).max(SKETCH_BUCKET_COUNT),
    counts: z.array(z.number().positive()).max(SKETCH_BUCKET_COUNT),
  })
  .refine(({ indexes, counts }) => indexes.length === counts.length, {
    error: "counts: must be as many as indexes; drop the sketch and let it be learnt anew",
  })
  .refine(({ indexes }) => indexes.every((index, i) => i === 0 || index > (indexes[i - 1] ?? index)), {
    error: "indexes: must rise; drop the sketch and let it be learnt anew",
  });
export type QuantileSketch = z.infer<typeof QuantileSketch>;

/** What was seen of a path on one day. */
export const PathDay = z.strictObject({
  /** Days since 1970-01-01, UTC. */
  day: z.int().nonnegative(),
  sentCount: z.int().nonnegative(),
  lostCount: z.int().nonnegative(),
  upMinutes: z.number().nonnegative(),
  degradedMinutes: z.number().nonnegative(),
  downMinutes: z.number().nonnegative(),
  /** Answers slower than the path's `latencyP95Ms` of that day; absent = none was promised. */
  slowCount: z.int().nonnegative().optional(),
});
export type PathDay = z.infer<typeof PathDay>;

/** What was learnt of a path from its probes, as one vantage sees it. */
export const PathPerformanceRecord = z.strictObject({
  pathId: PathId,
  vantageId: VantageId,
  /** Round trips, ms; each weighs by its age as of `weighedDay`. */
  rtt: QuantileSketch,
  /** The day the weights are of. */
  weighedDay: z.int().nonnegative(),
  /** The last 30 days on which something was seen, oldest first. */
  days: z.array(PathDay),
  /** Slots that were counted, oldest first; what is older than the first counts no more. */
  slotsMs: z.array(z.number()).min(1),
  /** State and last samples at the end of the latest slot: where the next one goes on. */
  state: PathStateName,
  lastSamples: z.array(z.number().nullable()),
});
export type PathPerformanceRecord = z.infer<typeof PathPerformanceRecord>;
