import { type LossBurstState, nextLossBurst, unseenLosses } from "./loss-bursts.ts";
import { normalShare } from "./normal-share.ts";
import { nextPathChange, type PathChange, type PathChangeState, unseenRoundTrips } from "./path-change.ts";
import { lineAt, nextTrend, type Trend } from "./trend.ts";

/** What the detectors know of one path; serialisable. */
export type PathWatch = Readonly<{
  losses: LossBurstState;
  roundTrips: PathChangeState;
  lastChange?: PathChange;
  /** Difference from one round trip to the next, of late and in the long run. */
  jitterNowMs: number;
  jitterUsualMs: number;
  lastRttMs?: number;
  trend?: Trend;
}>;

/** One round of probes of a path; `rttMs` absent = no answer. */
export type PathRound = Readonly<{ atMs: number; sent: number; lost: number; rttMs?: number }>;

/** That a path gets worse than it may be. */
export type DegradationRisk = Readonly<{
  /** That it is about to, 0..1. */
  probability: number;
  /** When the round trip reaches the limit if it goes on growing as it does, from now; absent = it does not grow. */
  leadTimeMs?: number;
}>;

const nowSpan = 8;
const usualSpan = 240;
const changeHalfLife = 30;
const trendHalfLifeMs = 3_600_000;

/** A path nobody watched yet. */
export const unwatchedPath: PathWatch = {
  losses: unseenLosses,
  roundTrips: unseenRoundTrips,
  jitterNowMs: 0,
  jitterUsualMs: 0,
};

/** What is known after one more round. */
export function watchPath(watch: PathWatch, round: PathRound): PathWatch {
  const losses = nextLossBurst(watch.losses, round).state;
  const { state: roundTrips, change } = nextPathChange(watch.roundTrips, round.rttMs);
  const seen = { ...watch, losses, roundTrips, ...(change && { lastChange: change }) };
  const { rttMs } = round;
  if (rttMs === undefined) return seen;
  const jitterMs = watch.lastRttMs === undefined ? undefined : Math.abs(rttMs - watch.lastRttMs);
  const isStep = change !== undefined && !isForeseen(watch.trend, round, rttMs);
  const trend = nextTrend(isStep ? undefined : watch.trend, round.atMs, rttMs, trendHalfLifeMs);
  if (jitterMs === undefined) return { ...seen, lastRttMs: rttMs, trend };
  const young = 1 / Math.max(roundTrips.count - 1, 1);
  const jitterNowMs = watch.jitterNowMs + Math.max(1 / nowSpan, young) * (jitterMs - watch.jitterNowMs);
  const jitterUsualMs = watch.jitterUsualMs + Math.max(1 / usualSpan, young) * (jitterMs - watch.jitterUsualMs);
  return { ...seen, lastRttMs: rttMs, trend, jitterNowMs, jitterUsualMs };
}

/** True if the line so far leads to where the round trip now is: a drift, not a step. */
function isForeseen(trend: Trend | undefined, { atMs }: PathRound, rttMs: number): boolean {
  const line = trend && lineAt(trend, atMs);
  return line !== undefined && Math.abs(rttMs - line.value) <= 2 * line.spread;
}

/**
 * How likely the path is about to have round trips above `limitRttMs` or to lose answers: any of a burst of loss, jitter
 * above three times its usual, a step up of late that went part of the way to the limit, and a drift that reaches the limit
 * by `horizonMs` is enough.
 */
export function degradationRisk(
  watch: PathWatch,
  question: Readonly<{ nowMs: number; limitRttMs: number; horizonMs: number }>,
): DegradationRisk {
  const drift = driftRisk(watch.trend, question);
  const jitter = watch.jitterUsualMs > 0 ? 1 - (3 * watch.jitterUsualMs) / Math.max(watch.jitterNowMs, 1e-9) : 0;
  const safe =
    (1 - watch.losses.burstProbability) *
    (1 - Math.max(jitter, 0)) *
    (1 - stepRisk(watch, question.limitRttMs)) *
    (1 - drift.probability);
  return { ...drift, probability: 1 - safe };
}

function stepRisk({ lastChange, roundTrips }: PathWatch, limitRttMs: number): number {
  if (!lastChange || lastChange.toMs <= lastChange.fromMs) return 0;
  const way = (lastChange.toMs - lastChange.fromMs) / Math.max(limitRttMs - lastChange.fromMs, 1e-9);
  const age = roundTrips.count - lastChange.sample;
  return Math.min(Math.max(way, 0), 1) * 0.5 ** (age / changeHalfLife);
}

function driftRisk(
  trend: Trend | undefined,
  { nowMs, limitRttMs, horizonMs }: Readonly<{ nowMs: number; limitRttMs: number; horizonMs: number }>,
): DegradationRisk {
  const now = trend && lineAt(trend, nowMs);
  const then = trend && lineAt(trend, horizonMs);
  if (!now || !then) return { probability: 0 };
  const probability = normalShare((then.value - limitRttMs) / Math.max(then.valueError, 1e-9));
  if (now.value >= limitRttMs) return { probability, leadTimeMs: 0 };
  // a slope that may as well be none is no drift
  if (now.perDay < 2 * now.perDayError || now.perDay <= 0) return { probability: 0 };
  return { probability, leadTimeMs: Math.round(((limitRttMs - now.value) / now.perDay) * 86_400_000) };
}
