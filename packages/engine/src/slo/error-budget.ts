import type { PathDay, SloKind } from "@skylane/core";
import { slowShare } from "./next-ledger.ts";

const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;

/** What of a period's budget was used up. */
export interface ErrorBudget {
  readonly seenMinutes: number;
  readonly badMinutes: number;
  readonly budgetMinutes: number;
  /** Of the budget; below 0 it is overdrawn. */
  readonly remainingRatio: number;
  /** Share of the time seen that was good; absent = it was not seen. */
  readonly achievedRatio?: number;
}

/**
 * The budget of the `periodDays` that end with today, UTC; pure. Down time counts against availability; against latency the share
 * of answers that were slow, of the time in which there were answers. Time in which nobody saw the path uses up nothing.
 */
export function errorBudget(
  days: readonly PathDay[],
  kind: SloKind,
  budgetRatio: number,
  { nowMs, periodDays }: { readonly nowMs: number; readonly periodDays: number },
): ErrorBudget {
  const today = Math.floor(nowMs / DAY_MS);
  let [seenMinutes, badMinutes] = [0, 0];
  for (const one of days) {
    if (one.day <= today - periodDays) continue;
    const working = one.upMinutes + one.degradedMinutes;
    const slow = slowShare(one.slowCount ?? 0, one.sentCount - one.lostCount) * working;
    seenMinutes += kind === "availability" ? working + one.downMinutes : working;
    badMinutes += kind === "availability" ? one.downMinutes : slow;
  }
  const budgetMinutes = periodDays * DAY_MINUTES * budgetRatio;
  return {
    seenMinutes,
    badMinutes,
    budgetMinutes,
    remainingRatio: 1 - badMinutes / budgetMinutes,
    ...(seenMinutes > 0 && { achievedRatio: Math.max(0, 1 - badMinutes / seenMinutes) }),
  };
}
