import * as z from "zod";
import { PathId, VantageId } from "./ids.ts";
import { PathStateName } from "./path-health.ts";

/** What is known of a path that loses answers in bursts. */
export const LossBurstState = z.strictObject({
  /** That the path is in a burst of loss now, 0..1. */
  burstProbability: z.number(),
  /** Share of answers lost outside bursts. */
  quietLossRatio: z.number(),
});
export type LossBurstState = Readonly<z.infer<typeof LossBurstState>>;

/** A straight line through the last of a series, older values counting less. Times in days since `originMs`. */
export const Trend = z.strictObject({
  originMs: z.number(),
  lastMs: z.number(),
  weight: z.number(),
  /** Weighted sum of squared weights: how many values the line rests on is weight² / this. */
  weightSquares: z.number(),
  meanDays: z.number(),
  meanValue: z.number(),
  /** Weighted sums of squares and products about the means. */
  daySquares: z.number(),
  products: z.number(),
  valueSquares: z.number(),
});
export type Trend = Readonly<z.infer<typeof Trend>>;

/** What is known of a path whose loss grows. */
export const LossGrowthState = z.strictObject({
  /** Rounds so far. */
  count: z.int().nonnegative(),
  /** Share of answers this path always loses. */
  usualLossRatio: z.number(),
  /** Log likelihood ratio that it loses several times as many now; 0 = it does not. */
  evidence: z.number(),
  /** Shares lost since the evidence was last 0, that round among them. */
  trend: Trend.optional(),
});
export type LossGrowthState = Readonly<z.infer<typeof LossGrowthState>>;

/** What a day looks like: the level of each quarter of an hour, UTC; `null` = not seen yet. */
export const DailyProfile = z.array(z.number().nullable()).max(96).readonly();
export type DailyProfile = z.infer<typeof DailyProfile>;

/** A level or variance that is not what it was; round trips in milliseconds. */
export const PathChange = z.strictObject({
  /** Number of the first sample after the change, from 0. */
  sample: z.int().nonnegative(),
  fromMs: z.number(),
  toMs: z.number(),
  /** Log likelihood ratio. */
  evidence: z.number(),
});
export type PathChange = Readonly<z.infer<typeof PathChange>>;

const numbers = z.array(z.number()).max(64).readonly();

/** The last samples of the present level and what was usual before each of the last few. */
export const PathChangeState = z.strictObject({
  /** Samples so far, lost ones included. */
  count: z.int().nonnegative(),
  /** The answered ones of the present level, oldest first, and the number of each. */
  valuesMs: numbers,
  numbers,
  /** Middle and mean deviation from it of the time before a sample; `null` = too few samples. */
  references: z
    .array(z.strictObject({ middleMs: z.number(), deviationMs: z.number() }).nullable())
    .max(64)
    .readonly(),
  /** The 40 before the last one, by size. */
  sortedMs: numbers,
  /** The deviation before the last change. */
  priorMs: z.number().nullable(),
});
export type PathChangeState = Readonly<z.infer<typeof PathChangeState>>;

/** What the detectors know of one path. */
export const PathWatch = z.strictObject({
  losses: LossBurstState,
  lossGrowth: LossGrowthState,
  roundTrips: PathChangeState,
  lastChange: PathChange.optional(),
  /** Difference from one round trip to the next, of late and in the long run. */
  jitterNowMs: z.number(),
  jitterUsualMs: z.number(),
  lastRttMs: z.number().optional(),
  trend: Trend.optional(),
  /** Round trips by the time of day. */
  day: DailyProfile,
});
export type PathWatch = Readonly<z.infer<typeof PathWatch>>;

/**
 * What a path shows before it gets worse: loss in bursts, loss that grows, round trips that scatter, that went up at once, or
 * that go up bit by bit.
 */
export const DegradationSign = z.enum(["loss-burst", "loss-growth", "jitter", "level-shift", "drift"]);
export type DegradationSign = z.infer<typeof DegradationSign>;

/** That a path is about to get worse, from when people were told of it until it is over. */
export const DegradationEpisode = z.strictObject({
  /** Of whom people were told: of the path, or of the vantage because most of its paths looked bad at once. */
  about: z.enum(["path", "vantage"]),
  /** Slot in which it was told first. */
  sinceMs: z.number(),
  /** Slot in which it was told last, and what was told. */
  toldMs: z.number(),
  probability: z.number().min(0).max(1),
  /** When it is expected to be as bad as it may be, as it was told last; absent = it does not grow. */
  dueMs: z.number().optional(),
  signs: z.array(DegradationSign),
  /** State of the path when it was told. */
  from: PathStateName,
  /** When the path was first seen in a worse state than that; absent = it was not. */
  cameAtMs: z.number().optional(),
  /** Slots in a row without a sign. */
  calmCount: z.int().nonnegative(),
});
export type DegradationEpisode = z.infer<typeof DegradationEpisode>;

/** What is known of how a path develops, as one vantage sees it. */
export const PathWatchRecord = z.strictObject({
  pathId: PathId,
  vantageId: VantageId,
  /** The latest slot that was counted; what is not newer counts no more. */
  slotMs: z.number(),
  watch: PathWatch,
  /** Slots in a row that looked bad, before anybody is told. */
  suspectCount: z.int().nonnegative(),
  /** Absent = nothing is predicted. */
  episode: DegradationEpisode.optional(),
});
export type PathWatchRecord = z.infer<typeof PathWatchRecord>;
