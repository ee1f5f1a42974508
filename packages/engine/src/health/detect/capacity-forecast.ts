import type { UtilisationState } from "@skylane/core";
import { normalShare } from "./normal-share.ts";
import { learnDay, unseenDay } from "./season.ts";
import { lineAt, nextTrend } from "./trend.ts";

/** When something will be full. */
export type CapacityForecast = Readonly<{
  /** When the peak of the day first reaches the limit as things go; absent = not within the horizon. */
  exhaustedAtMs?: number;
  /** Two standard errors sooner, and later; no latest = the line may as well be level. */
  soonestAtMs?: number;
  latestAtMs?: number;
  /** That it does within the horizon, 0..1. */
  probability: number;
}>;

const halfLifeMs = 14 * 86_400_000;
const dayShare = 0.1;
const dayMs = 86_400_000;

/** Nothing measured yet. */
export const unseenUtilisation = (): UtilisationState => ({ day: unseenDay() });

/** The state with one more measurement; `ratio` 1 = full. */
export function nextUtilisation(state: UtilisationState, atMs: number, ratio: number): UtilisationState {
  const line = state.trend && lineAt(state.trend, atMs);
  const day = line ? learnDay(state.day, atMs, ratio - line.value, dayShare) : state.day;
  return { trend: nextTrend(state.trend, atMs, ratio, halfLifeMs), day };
}

/**
 * When the line through what was measured, with the peak of the usual day on top, reaches `limitRatio`, and how likely that
 * is by `horizonMs`. Undefined before there is a line: fewer than three measurements.
 */
export function capacityForecast(
  state: UtilisationState,
  question: Readonly<{ nowMs: number; limitRatio: number; horizonMs: number }>,
): CapacityForecast | undefined {
  const { nowMs, limitRatio, horizonMs } = question;
  const now = state.trend && lineAt(state.trend, nowMs);
  const then = state.trend && lineAt(state.trend, horizonMs);
  if (!now || !then) return undefined;
  const peak = state.day.reduce<number>((most, off) => Math.max(most, off ?? 0), 0);
  const missing = limitRatio - peak - now.value;
  const higher = Math.max(now.value, then.value) + peak;
  const error = then.value > now.value ? then.valueError : now.valueError;
  const probability = normalShare((higher - limitRatio) / Math.max(error, 1e-9));
  const reachedMs = missing <= 0 ? nowMs : now.perDay > 0 ? nowMs + (missing / now.perDay) * dayMs : undefined;
  if (reachedMs === undefined || reachedMs > horizonMs) return { probability };
  const steepest = now.perDay + 2 * now.perDayError;
  const flattest = now.perDay - 2 * now.perDayError;
  const after = (perDay: number): number => Math.round(nowMs + (Math.max(missing, 0) / perDay) * dayMs);
  return {
    exhaustedAtMs: Math.round(reachedMs),
    soonestAtMs: steepest > 0 ? after(steepest) : nowMs,
    ...(flattest > 0 && { latestAtMs: after(flattest) }),
    probability,
  };
}
