import type { Baseline } from "./baseline.ts";
import { type CostSeries, median, slotsPerDay } from "./series.ts";

/** A weekday is held against the same one so many days before: not a week, so that what grows is not held against itself. */
const BACK_DAYS = [14, 21, 28] as const;
export interface WeekdayExcess {
  /** The first slot that has something to be held against; whole days before the series' end. */
  readonly from: number;
  /**
   * How far the slots from one to before another are above the same ones of the same weekday before, ln: the middle of two or three
   * weeks. Weeks are compared as they were, without following growth, after the long trend was taken out. 0 where there is none before.
   */
  excessOf(from: number, end: number): number;
}

export function weekdayExcess(series: CostSeries, baseline: Baseline): WeekdayExcess {
  const perDay = slotsPerDay(series);
  const last = series.values.length;
  const dayCount = Math.floor(last / perDay);
  const totals = Array.from({ length: dayCount }, (_, day) =>
    baseline.sum(last - (dayCount - 1 - day) * perDay, perDay),
  );
  const floorPerSlot = Math.max(median(totals) / 1_000, 1e-9) / perDay;
  const trend = weeklyTrend(totals, floorPerSlot * perDay);
  return {
    from: last - (dayCount - BACK_DAYS[0]) * perDay,
    excessOf: (from, end) => {
      const count = end - from;
      const floor = floorPerSlot * count;
      const before = BACK_DAYS.flatMap((back) => {
        const then = end - back * perDay;
        return then < count ? [] : [Math.log(baseline.sum(then, count) + floor) + (trend * back) / 7];
      });
      return before.length === 0 ? 0 : Math.log(baseline.sum(end, count) + floor) - median(before);
    },
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
