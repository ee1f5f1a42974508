import type { Budget, BudgetExceeded, CostForecast } from "@skylane/core";

/** What a scope has cost so far. */
export interface BudgetFacts {
  readonly nowMs: number;
  /** Of the month that `nowMs` is in. */
  readonly spentUsd: number;
  readonly forecast?: Pick<CostForecast, "monthEndUsd"> | undefined;
  /** Of the last whole day that the bill has; absent = none of it is there yet. */
  readonly day?: { readonly day: string; readonly usd: number } | undefined;
  /** What the meter makes of a day at the rate of the last hour; absent = nothing is metered. */
  readonly meteredUsdPerDay?: number | undefined;
}

/** What was told already: keys of threshold and period. */
export type BudgetTold = readonly string[];

/**
 * Thresholds that are passed now and were not told in their month or day. Of several parts of a month that are passed at once the
 * highest is told, and the lower ones with it. A part below the whole is told when it is spent, not when it is foreseen: of a
 * month that goes well each part is foreseen on its first day.
 */
export function judgeBudget(
  { id, scope, monthlyUsd, monthlyRatios, dailyUsd, emergencyUsdPerDay }: Budget,
  { nowMs, spentUsd, forecast, day, meteredUsdPerDay }: BudgetFacts,
  told: BudgetTold,
): { readonly exceeded: readonly BudgetExceeded[]; readonly told: BudgetTold } {
  const now = new Date(nowMs).toISOString();
  const [month, today] = [now.slice(0, 7), now.slice(0, 10)];
  const base = { budgetId: id, scope };
  const spent = monthlyRatios.filter((ratio) => spentUsd >= ratio * monthlyUsd);
  const foreseen = monthlyRatios.filter((ratio) => ratio >= 1 && (forecast?.monthEndUsd ?? 0) >= ratio * monthlyUsd);
  const candidates: (BudgetExceeded & { readonly keys: readonly string[] })[] = [
    ...ofMonth("monthly", spent, spentUsd),
    // what is spent need not be foreseen any more
    ...ofMonth("monthly-foreseen", foreseen, forecast?.monthEndUsd ?? 0).filter(
      ({ ratio }) => (ratio ?? 0) > Math.max(0, ...spent),
    ),
  ];
  if (dailyUsd !== undefined && day && day.usd >= dailyUsd && day.day.slice(0, 7) >= monthBefore(nowMs))
    candidates.push({
      ...base,
      threshold: "daily",
      limitUsd: dailyUsd,
      usd: day.usd,
      period: day.day,
      keys: [`${day.day}/daily`],
    });
  if (emergencyUsdPerDay !== undefined && (meteredUsdPerDay ?? 0) >= emergencyUsdPerDay)
    candidates.push({
      ...base,
      threshold: "emergency",
      limitUsd: emergencyUsdPerDay,
      usd: meteredUsdPerDay ?? 0,
      period: today,
      keys: [`${today}/emergency`],
    });
  const news = candidates.filter(({ keys }) => !told.includes(keys[0] ?? ""));
  const kept = new Set([...told, ...candidates.flatMap(({ keys }) => keys)]);
  return {
    exceeded: news.map(({ keys: _, ...one }) => one),
    // a day that is late may still come in the month after
    told: [...kept].filter((key) => key.slice(0, 7) >= monthBefore(nowMs)).toSorted(),
  };

  function ofMonth(threshold: "monthly" | "monthly-foreseen", ratios: readonly number[], usd: number) {
    const ratio = Math.max(...ratios);
    if (ratios.length === 0) return [];
    const keys = ratios.toSorted((a, b) => b - a).map((one) => `${month}/${threshold}/${one}`);
    return [{ ...base, threshold, ratio, limitUsd: ratio * monthlyUsd, usd, period: month, keys }];
  }
}

function monthBefore(nowMs: number): string {
  const date = new Date(nowMs);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}
