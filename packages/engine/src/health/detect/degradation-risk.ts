import type { DegradationSign, PathWatch, Trend } from "@skylane/core";
import { lossGrowthProbability } from "./loss-growth.ts";
import { normalShare } from "./normal-share.ts";
import { usualAt } from "./season.ts";
import { type Line, lineAt } from "./trend.ts";

/** That a path gets worse than it may be. */
export type DegradationRisk = Readonly<{
  /** That it is about to, 0..1. */
  probability: number;
  /** When the first of round trip and loss reaches its limit if it goes on growing as it does, from now; absent = none grows. */
  leadTimeMs?: number;
  /** What it shows, the strongest first. */
  signs: readonly DegradationSign[];
}>;

/** What a path may be, and how far ahead is looked. */
export type RiskQuestion = Readonly<{
  nowMs: number;
  /** Absent = not known yet: then only losses count. */
  limitRttMs?: number;
  limitLossRatio: number;
  horizonMs: number;
}>;

type Sign = Readonly<{ probability: number; leadTimeMs?: number }>;

const none: Sign = { probability: 0 };
const changeHalfLife = 30;
/** A line through fewer values says nothing of an hour ahead. */
const leastLineValues = 10;
/** Scatter of less than this share of the room that is left endangers nothing. */
const harmlessJitterShare = 1 / 30;
/** Scatter alone is no reason to tell anybody: on measured round trips it came true once in 22 times. */
const mostOfJitter = 0.5;
const habitMs = 2 * 3_600_000;
const dayMs = 86_400_000;
/** A sign that is less likely is not worth telling; all five together would not reach what anybody is told of. */
const leastTold = 0.2;

/**
 * How likely the path is about to have round trips above the limit or to lose more than it may: any of a burst of loss, loss
 * that grows to the limit by `horizonMs`, jitter above three times its usual, a step up of late that went part of the way to
 * the limit, and a drift that reaches it by `horizonMs` is enough. What every day does at this hour is no drift.
 */
export function degradationRisk(watch: PathWatch, question: RiskQuestion): DegradationRisk {
  const { limitRttMs } = question;
  const signs: Readonly<Record<DegradationSign, Sign>> = {
    "loss-burst": { probability: watch.losses.burstProbability },
    "loss-growth": lossGrowth(watch, question),
    jitter: limitRttMs === undefined ? none : jitter(watch, limitRttMs),
    "level-shift": limitRttMs === undefined ? none : levelShift(watch, limitRttMs),
    drift: limitRttMs === undefined ? none : drift(watch, limitRttMs, question),
  };
  const all = Object.entries(signs) as [DegradationSign, Sign][];
  const told = all
    .filter(([, { probability }]) => probability >= leastTold)
    .toSorted(([, one], [, other]) => other.probability - one.probability);
  const leadTimesMs = told.flatMap(([, { leadTimeMs }]) => leadTimeMs ?? []);
  return {
    probability: 1 - all.reduce((safe, [, { probability }]) => safe * (1 - probability), 1),
    ...(leadTimesMs.length > 0 && { leadTimeMs: Math.min(...leadTimesMs) }),
    signs: told.map(([sign]) => sign),
  };
}

function jitter({ jitterNowMs, jitterUsualMs, lastRttMs }: PathWatch, limitRttMs: number): Sign {
  if (jitterUsualMs <= 0) return none;
  const harmlessMs = harmlessJitterShare * Math.max(limitRttMs - (lastRttMs ?? limitRttMs), 0);
  const excess = 1 - (3 * Math.max(jitterUsualMs, harmlessMs)) / Math.max(jitterNowMs, 1e-9);
  return { probability: mostOfJitter * Math.max(excess, 0) };
}

function levelShift({ lastChange, roundTrips }: PathWatch, limitRttMs: number): Sign {
  if (!lastChange || lastChange.toMs <= lastChange.fromMs) return none;
  const way = (lastChange.toMs - lastChange.fromMs) / Math.max(limitRttMs - lastChange.fromMs, 1e-9);
  const age = roundTrips.count - lastChange.sample;
  return { probability: Math.min(Math.max(way, 0), 1) * 0.5 ** (age / changeHalfLife) };
}

function lossGrowth({ lossGrowth: state }: PathWatch, { nowMs, limitLossRatio, horizonMs }: RiskQuestion): Sign {
  const { trend } = state;
  const now = trend && lineAt(trend, nowMs);
  const then = trend && lineAt(trend, horizonMs);
  if (!now || !then) return none;
  const sign = reaching(now, then, limitLossRatio, horizonMs - nowMs);
  return { ...sign, probability: sign.probability * lossGrowthProbability(state) };
}

function drift({ trend, day }: PathWatch, limitRttMs: number, { nowMs, horizonMs }: RiskQuestion): Sign {
  if (!trend || countOf(trend) < leastLineValues) return none;
  const now = lineAt(trend, nowMs);
  const then = lineAt(trend, horizonMs);
  if (!now || !then) return none;
  const [before, usual, after] = [nowMs - habitMs, nowMs, horizonMs].map((atMs) => usualAt(day, atMs));
  if (before === undefined || usual === undefined || after === undefined)
    return isSlope(now) ? reaching(now, then, limitRttMs, horizonMs - nowMs) : none;
  const perDay = now.perDay - ((usual - before) * dayMs) / habitMs;
  const aheadDays = (horizonMs - nowMs) / dayMs;
  const value = now.value + (after - usual) + perDay * aheadDays;
  return isSlope({ ...now, perDay }) ? reaching(now, { ...then, value }, limitRttMs, horizonMs - nowMs) : none;
}

/** False for a slope that may as well be none. */
const isSlope = ({ perDay, perDayError }: Pick<Line, "perDay" | "perDayError">): boolean =>
  perDay > 0 && perDay >= 2 * perDayError;

const countOf = ({ weight, weightSquares }: Trend): number => weight ** 2 / weightSquares;

/** That what now stands there, and `aheadMs` later there, is above the limit then, and when it gets there. */
function reaching(now: Line, then: Line, limit: number, aheadMs: number): Sign {
  const probability = normalShare((then.value - limit) / Math.max(then.valueError, 1e-9));
  if (now.value >= limit) return { probability, leadTimeMs: 0 };
  const rise = then.value - now.value;
  return rise > 0 ? { probability, leadTimeMs: Math.round(((limit - now.value) / rise) * aheadMs) } : none;
}
