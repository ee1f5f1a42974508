import type { Baseline } from "./baseline.ts";
import { type CostSeries, median, slotsPerDay } from "./series.ts";

/** A weekday is held against the same one so many days before: not a week, so that what grows is not held against itself. */
const BACK_DAYS = [14, 21, 28] as const;
/** The first days of a history have nothing to be held against. */
export const FIRST_COMPARED_DAY = BACK_DAYS[0];

/**
 * Says of the slots from one to before another how far they are above the same ones of the same weekday before, ln: the middle of two
 * or three weeks. Weeks are compared as they were, without following growth, after the long trend was taken out. 0 where there is
 * none before.
 */
export function weekdayExcess(series: CostSeries, baseline: Baseline): (from: number, end: number) => number {
  const perDay = slotsPerDay(series);
  const last = series.values.length;
  const totals = Array.from({ length: Math.floor(last / perDay) }, (_, back) =>
    baseline.sum(last - back * perDay, perDay),
  ).reverse();
  const floorPerSlot = Math.max(median(totals) / 1_000, 1e-9) / perDay;
  const trend = weeklyTrend(totals, floorPerSlot * perDay);
  return (from, end) => {
    const count = end - from;
    const floor = floorPerSlot * count;
    const before = BACK_DAYS.flatMap((back) => {
      const then = end - back * perDay;
      return then < count ? [] : [Math.log(baseline.sum(then, count) + floor) + (trend * back) / 7];
    });
    return before.length === 0 ? 0 : Math.log(baseline.sum(end, count) + floor) - median(before);
  };
}

/** Middle of the growth from week to week, ln, of the weeks that ended at least a week ago. */
function weeklyTrend(totals: readonly number[], floor: number): number {
  const weeks: number[] = [];
  for (let end = totals.length - 7; end - 7 >= 0; end -= 7)
    weeks.unshift(totals.slice(end - 7, end).reduce((sum, usd) => sum + usd, 0));
  const steps = weeks.slice(1).map((week, i) => Math.log((week + floor) / ((weeks[i] ?? 0) + floor)));
  // growth is a trend only if it was there more than once
  return steps.length < 2 ? 0 : Math.min(0.1, Math.max(-0.1, median(steps)));
}
