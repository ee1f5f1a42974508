import { type PathDay, type QuantileSketch, SKETCH_ERROR_RATIO } from "@skylane/core";
import { RTT_MODEL, type RttPrior } from "../../topology/index.ts";
import { betaMean, betaQuantile } from "./beta.ts";
import { quantileOf, weightOf } from "./quantile-sketch.ts";

/** What is to be expected of a path: what distance says, moved by what was measured as far as that can be relied on. */
export interface PathPerformance {
  readonly rttP50Ms: number;
  readonly rttP99Ms: number;
  /** Half of what two thirds of the round trips lie in (16th to 84th percentile); only of measurements. */
  readonly jitterMs?: number;
  /** Share of packets lost, and what it is below with 95 % probability. */
  readonly lossRatio: number;
  readonly lossAtMostRatio: number;
  /** 0 = distance alone; 1 = certain. 1 − spread of the posterior / spread of the prior, of the median round trip in log space. */
  readonly confidence: number;
  /** Round trips that were measured, each weighed by its age. */
  readonly sampleCount: number;
  /** `mixed` while the prior still moves the median by more than a hundredth of itself. */
  readonly basis: "prior" | "measured" | "mixed";
}

/** What was measured of a path. */
export interface Measured {
  readonly rtt: QuantileSketch;
  /** The day the weights in it are of, days since 1970. */
  readonly weighedDay: number;
  readonly days: readonly Pick<PathDay, "day" | "sentCount" | "lostCount">[];
}

/** When it is asked, and how fast what was measured grows old. */
export interface Ageing {
  readonly nowMs: number;
  readonly halfLifeDays?: number;
}

/** A week: routes of clouds change by the month, congestion by the day. */
export const HALF_LIFE_DAYS = 7;
export const DAY_MS = 86_400_000;
/** What weighs 1 on one day weighs this so many days later. */
export const fadeRatio = (days: number, halfLifeDays = HALF_LIFE_DAYS): number =>
  2 ** (-Math.max(0, days) / halfLifeDays);

/** p90 of a normal distribution, in standard deviations. */
const P90_SIGMAS = 1.2816;
/** Samples of one minute say the same thing: they count as one observation of the path. */
const SAMPLES_AN_OBSERVATION = 20;
/** The median of a day differs from that of another by this much at least, as a share: an hour is not a week. */
const WANDER_RATIO = 0.1;
/** Standard error of a median against that of a mean, of a normal distribution. */
const MEDIAN_FACTOR = Math.sqrt(Math.PI / 2);
/** Slowest hundredth over the median, and how many samples that opinion is worth: a hundredth needs hundreds to be seen. */
const TAIL = { ratio: 1.25, sampleCount: 200 };
/** A thousandth is lost, an opinion worth 500 samples: one loss in twenty is not 5 %. */
const LOSS = { hits: 0.5, misses: 499.5 };

/**
 * What to expect of a path; `undefined` where neither its places are known nor anything was measured. The prior of the
 * median is a lognormal with the spread that 8,010 measurements gave it; what was measured is a second one, around the
 * measured median with its standard error; the answer is their product.
 */
export function pathPerformance(
  prior: RttPrior | undefined,
  measured: Measured | undefined,
  { nowMs, halfLifeDays = HALF_LIFE_DAYS }: Ageing,
): PathPerformance | undefined {
  const today = Math.floor(nowMs / DAY_MS);
  const seen = measured && summarise(measured, today, halfLifeDays);
  const middle = combine(prior && believed(prior), seen);
  if (!middle) return undefined;
  const loss = { hits: LOSS.hits + (seen?.lostCount ?? 0), misses: LOSS.misses + (seen?.arrivedCount ?? 0) };
  const rttP50Ms = Math.exp(middle.logMs);
  const sampleCount = seen?.sampleCount ?? 0;
  const tailLog =
    (TAIL.sampleCount * Math.log(TAIL.ratio) + sampleCount * Math.log(seen?.tailRatio ?? 1)) /
    (TAIL.sampleCount + sampleCount);
  return {
    rttP50Ms,
    rttP99Ms: rttP50Ms * Math.exp(tailLog),
    ...(seen?.jitterMs !== undefined && { jitterMs: seen.jitterMs }),
    lossRatio: betaMean(loss),
    lossAtMostRatio: betaQuantile(loss, 0.95),
    confidence: middle.confidence,
    sampleCount,
    basis: middle.basis,
  };
}

interface Opinion {
  readonly logMs: number;
  readonly sigma: number;
}

interface Seen extends Partial<Opinion> {
  readonly sampleCount: number;
  readonly tailRatio?: number;
  readonly jitterMs?: number;
  readonly lostCount: number;
  readonly arrivedCount: number;
}

const believed = ({ p50Ms, p10Ms, p90Ms }: RttPrior): Opinion => ({
  logMs: Math.log(p50Ms),
  sigma: Math.log(p90Ms / p10Ms) / (2 * P90_SIGMAS),
});

/** Confidence where there is no prior to compare with: that of one as wide as the widest. */
const SIGMA_WITHOUT_PRIOR = Math.max(
  ...RTT_MODEL.spread.map(({ p10Ratio, p90Ratio }) => Math.log(p90Ratio / p10Ratio) / (2 * P90_SIGMAS)),
);

function combine(
  prior: Opinion | undefined,
  seen: Seen | undefined,
): (Opinion & Pick<PathPerformance, "confidence" | "basis">) | undefined {
  if (seen?.logMs === undefined || seen.sigma === undefined)
    return prior && { ...prior, confidence: 0, basis: "prior" };
  if (!prior)
    return {
      logMs: seen.logMs,
      sigma: seen.sigma,
      confidence: Math.max(0, 1 - seen.sigma / SIGMA_WITHOUT_PRIOR),
      basis: "measured",
    };
  const [priorWeight, seenWeight] = [prior.sigma ** -2, seen.sigma ** -2];
  const logMs = (prior.logMs * priorWeight + seen.logMs * seenWeight) / (priorWeight + seenWeight);
  const sigma = (priorWeight + seenWeight) ** -0.5;
  return {
    logMs,
    sigma,
    confidence: 1 - sigma / prior.sigma,
    basis: Math.abs(logMs - seen.logMs) > SKETCH_ERROR_RATIO ? "mixed" : "measured",
  };
}

function summarise({ rtt, weighedDay, days }: Measured, today: number, halfLifeDays: number): Seen {
  const sampleCount = weightOf(rtt) * fadeRatio(today - weighedDay, halfLifeDays);
  let [sent, lostCount] = [0, 0];
  for (const { day, sentCount, lostCount: lost } of days) {
    const ratio = fadeRatio(today - day, halfLifeDays);
    sent += sentCount * ratio;
    lostCount += lost * ratio;
  }
  const counts = { sampleCount, lostCount, arrivedCount: Math.max(0, sent - lostCount) };
  const [p16, p50, p84, p99] = [0.16, 0.5, 0.84, 0.99].map((rank) => quantileOf(rtt, rank));
  if (!p16 || !p50 || !p84 || !p99 || sampleCount === 0) return counts;
  const logSd = Math.max(WANDER_RATIO, Math.log(p84 / p16) / 2);
  const observationCount = Math.max(sampleCount / SAMPLES_AN_OBSERVATION, Number.MIN_VALUE);
  return {
    ...counts,
    logMs: Math.log(p50),
    sigma: Math.hypot((MEDIAN_FACTOR * logSd) / Math.sqrt(observationCount), SKETCH_ERROR_RATIO),
    tailRatio: p99 / p50,
    jitterMs: (p84 - p16) / 2,
  };
}
