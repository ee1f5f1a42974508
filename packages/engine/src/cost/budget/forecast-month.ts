import type { CostForecast, CostScope } from "@skylane/core";
import { meanOf, quantile, sumOf } from "../quantile.ts";
import { type Outlook, outlookOf } from "./outlook.ts";

/** What a scope cost day by day, whole days, UTC, up to the day before `nowMs`. */
export interface DailyCost {
  readonly scope: CostScope;
  /** Days since 1970-01-01. */
  readonly firstDay: number;
  /** What is paid by use. */
  readonly usageUsd: readonly number[];
  /** What is paid once a month on its day: purchases, support, taxes. */
  readonly feeUsd: readonly number[];
}

const DAY_MS = 86_400_000;
/** The whole interval leaves out the lowest and highest tenth. */
const TAIL = 0.1;
/** Without so many days there is no weekday twice, and no month is foreseen. */
export const LEAST_DAYS = 14;
/** Origins that a quantile stands on; with fewer the interval is that of what is usual, widened. */
const LEAST_ORIGINS = 8;
const UNKNOWN_LOG_SPREAD = 0.35;
const ORIGIN_DAYS = 180;

/**
 * Where a scope will be at the end of the month that `nowMs` is in. The interval is that of the errors which the same forecast,
 * made on each earlier day for as many days ahead, would have had. `undefined` = less than two weeks of history.
 */
export function forecastMonth(cost: DailyCost, nowMs: number): CostForecast | undefined {
  const today = Math.min(Math.floor(nowMs / DAY_MS), cost.firstDay + cost.usageUsd.length);
  const count = today - cost.firstDay;
  if (count < LEAST_DAYS) return undefined;
  const known = { ...cost, usageUsd: cost.usageUsd.slice(0, count), feeUsd: cost.feeUsd.slice(0, count) };
  const outlooks = new Map<number, Outlook>();
  const one = foresee(known, today, outlooks);
  const past = pastMonths(known, today, outlooks);
  return {
    scope: cost.scope,
    atMs: nowMs,
    ...one,
    dayCount: count,
    ...(past.length > 0 && {
      backtestErrorRatio: meanOf(past.map(({ errorRatio }) => errorRatio)),
      backtestCoverRatio: meanOf(past.map(({ isCovered }) => (isCovered ? 1 : 0))),
    }),
  };
}

type Foreseen = Pick<CostForecast, "spentUsd" | "monthEndUsd" | "lowUsd" | "highUsd">;

/** As of a day, which is not over, from the days before it. Outlooks of earlier days are made once. */
function foresee(cost: DailyCost, today: number, outlooks: Map<number, Outlook>): Foreseen {
  const { firstDay, usageUsd, feeUsd } = cost;
  const monthStart = startOfMonth(today);
  const monthEnd = startOfMonth(monthStart + 31);
  const between = (values: readonly number[], from: number, to: number): number =>
    sumOf(values.slice(Math.max(0, from - firstDay), Math.max(0, to - firstDay)));
  const spentUsd = between(usageUsd, monthStart, today) + between(feeUsd, monthStart, today);
  const outlookAt = (day: number): Outlook => {
    const before = outlooks.get(day) ?? outlookOf(firstDay, usageUsd.slice(0, day - firstDay));
    outlooks.set(day, before);
    return before;
  };
  const restUsd = outlookAt(today).sum(today, monthEnd);
  const feesUsd = feesAhead(cost, today, monthEnd);
  const { low, high } = errorsOf(firstDay, usageUsd, today, monthEnd - today, outlookAt);
  return {
    spentUsd,
    monthEndUsd: spentUsd + feesUsd + restUsd,
    lowUsd: spentUsd + feesUsd + restUsd * Math.exp(low),
    highUsd: spentUsd + feesUsd + restUsd * Math.exp(high),
  };
}

/** Fees of the month before whose day is still to come; the 31st comes on the last day of a month that has none. */
function feesAhead({ firstDay, feeUsd }: DailyCost, today: number, monthEnd: number): number {
  const lastStart = startOfMonth(startOfMonth(today) - 1);
  const start = startOfMonth(today);
  const lastDay = monthEnd - 1;
  return sumOf(
    feeUsd.slice(Math.max(0, lastStart - firstDay), Math.max(0, start - firstDay)).map((usd, i) => {
      const dayOfMonth = Math.max(lastStart, firstDay) + i - lastStart;
      return Math.min(start + dayOfMonth, lastDay) >= today && usd > 0 ? usd : 0;
    }),
  );
}

/**
 * ln(truth / forecast) of as many days ahead, at the tails, over the origins that history holds. For more days than history can
 * be asked about, shorter ones stand in, widened as a random walk is.
 */
function errorsOf(
  firstDay: number,
  usageUsd: readonly number[],
  today: number,
  daysAhead: number,
  outlookAt: (day: number) => Outlook,
): { readonly low: number; readonly high: number } {
  const oldest = Math.max(firstDay + LEAST_DAYS, today - ORIGIN_DAYS);
  const days = Math.max(1, Math.min(daysAhead, Math.floor((today - oldest) / 2)));
  const widened = Math.sqrt(daysAhead / days);
  const errors: number[] = [];
  for (let origin = oldest; origin + days <= today; origin += 1) {
    const foreseen = outlookAt(origin).sum(origin, origin + days);
    const truth = sumOf(usageUsd.slice(origin - firstDay, origin - firstDay + days));
    if (foreseen > 0 && truth > 0) errors.push(Math.log(truth / foreseen));
  }
  if (errors.length < LEAST_ORIGINS) return { low: -UNKNOWN_LOG_SPREAD, high: UNKNOWN_LOG_SPREAD };
  // windows that overlap say the same again: of so many the outermost are further out than they look
  const independent = Math.max(2, errors.length / days);
  const tail = Math.max(0, TAIL - 0.15 / independent);
  const spread = widened * (1 + 0.2 / independent);
  return { low: Math.min(0, quantile(errors, tail)) * spread, high: Math.max(0, quantile(errors, 1 - tail)) * spread };
}

/** The same forecast at the same day of each earlier month, beside how that month ended. */
function pastMonths(cost: DailyCost, today: number, outlooks: Map<number, Outlook>) {
  const dayOfMonth = today - startOfMonth(today);
  const found: { readonly errorRatio: number; readonly isCovered: boolean }[] = [];
  for (let start = startOfMonth(startOfMonth(today) - 1); ; start = startOfMonth(start - 1)) {
    const end = startOfMonth(start + 31);
    const then = Math.min(start + dayOfMonth, end - 1);
    if (start < cost.firstDay || then - cost.firstDay < 2 * LEAST_DAYS) return found;
    const foreseen = foresee(cost, then, outlooks);
    const slice = (values: readonly number[]): number =>
      sumOf(values.slice(start - cost.firstDay, end - cost.firstDay));
    const truth = slice(cost.usageUsd) + slice(cost.feeUsd);
    if (truth > 0)
      found.push({
        errorRatio: Math.abs(foreseen.monthEndUsd - truth) / truth,
        isCovered: foreseen.lowUsd <= truth && truth <= foreseen.highUsd,
      });
  }
}

/** First day of the month that a day is in, days since 1970. */
export function startOfMonth(day: number): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / DAY_MS;
}
