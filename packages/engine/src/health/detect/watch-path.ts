import type { PathWatch, Trend } from "@skylane/core";
import { nextLossBurst, unseenLosses } from "./loss-bursts.ts";
import { nextLossGrowth, unseenLossGrowth } from "./loss-growth.ts";
import { nextPathChange, unseenRoundTrips } from "./path-change.ts";
import { learnDay, unseenDay } from "./season.ts";
import { lineAt, nextTrend } from "./trend.ts";

/** One round of probes of a path; `rttMs` absent = no answer. */
export type PathRound = Readonly<{ atMs: number; sent: number; lost: number; rttMs?: number }>;

const nowSpan = 8;
const usualSpan = 240;
const trendHalfLifeMs = 3_600_000;
const dayShare = 0.1;

/** A path nobody watched yet. */
export const unwatchedPath: PathWatch = {
  losses: unseenLosses,
  lossGrowth: unseenLossGrowth,
  roundTrips: unseenRoundTrips,
  jitterNowMs: 0,
  jitterUsualMs: 0,
  day: unseenDay(),
};

/** What is known after one more round. */
export function watchPath(watch: PathWatch, round: PathRound): PathWatch {
  const losses = nextLossBurst(watch.losses, round).state;
  const lossGrowth = nextLossGrowth(watch.lossGrowth, round);
  const { state: roundTrips, change } = nextPathChange(watch.roundTrips, round.rttMs);
  const seen = { ...watch, losses, lossGrowth, roundTrips, ...(change && { lastChange: change }) };
  const { rttMs } = round;
  if (rttMs === undefined) return seen;
  const jitterMs = watch.lastRttMs === undefined ? undefined : Math.abs(rttMs - watch.lastRttMs);
  const isStep = change !== undefined && !isForeseen(watch.trend, round, rttMs);
  const trend = nextTrend(isStep ? undefined : watch.trend, round.atMs, rttMs, trendHalfLifeMs);
  const day = learnDay(watch.day, round.atMs, rttMs, dayShare);
  if (jitterMs === undefined) return { ...seen, lastRttMs: rttMs, trend, day };
  const young = 1 / Math.max(roundTrips.count - 1, 1);
  const jitterNowMs = watch.jitterNowMs + Math.max(1 / nowSpan, young) * (jitterMs - watch.jitterNowMs);
  const jitterUsualMs = watch.jitterUsualMs + Math.max(1 / usualSpan, young) * (jitterMs - watch.jitterUsualMs);
  return { ...seen, lastRttMs: rttMs, trend, day, jitterNowMs, jitterUsualMs };
}

/** The watch after an outage: what was lost in it is neither a burst nor growth of what the path loses otherwise. */
export function forgiveLosses(watch: PathWatch): PathWatch {
  const { count, usualLossRatio } = watch.lossGrowth;
  return {
    ...watch,
    losses: { ...watch.losses, burstProbability: unseenLosses.burstProbability },
    lossGrowth: { count, usualLossRatio, evidence: 0 },
  };
}

/** True if the line so far leads to where the round trip now is: a drift, not a step. */
function isForeseen(trend: Trend | undefined, { atMs }: PathRound, rttMs: number): boolean {
  const line = trend && lineAt(trend, atMs);
  return line !== undefined && Math.abs(rttMs - line.value) <= 2 * line.spread;
}
