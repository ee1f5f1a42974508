import {
  addMoney,
  type BillingMonth,
  type CostAnomaly,
  type CostForecast,
  type CostForecastList,
  type CostRecommendation,
  type CostSummary,
  type IngestReport,
  type Money,
  moneyText,
  readMoney,
  ZERO,
} from "@skylane/core";

/** Where a month stands, by what is kept of it. */
export function summaryOf({
  nowMs,
  month,
  currency,
  reports,
  anomalies,
  recommendations,
  forecasts,
  budgets,
}: {
  readonly nowMs: number;
  readonly month: BillingMonth;
  readonly currency: string;
  /** Of the month. */
  readonly reports: readonly IngestReport[];
  readonly anomalies: readonly CostAnomaly[];
  readonly recommendations: readonly CostRecommendation[];
  readonly forecasts: readonly CostForecast[];
  readonly budgets: CostForecastList["budgets"];
}): CostSummary {
  const billed = new Map<string, Money>();
  for (const report of reports)
    for (const [one, amount] of Object.entries(report.billed))
      billed.set(one, addMoney(billed.get(one) ?? ZERO, readMoney(amount) ?? ZERO));
  const open = anomalies.filter(({ status }) => status === "open");
  const waiting = recommendations.filter(({ status }) => status === "open");
  const verified = recommendations.filter(({ status }) => status === "verified");
  const forecast = forecasts.find(({ scope }) => scope.kind === "all");
  return {
    atMs: nowMs,
    month,
    currency,
    billed: Object.fromEntries([...billed].map(([one, amount]) => [one, moneyText(amount)])),
    ...(reports.length > 0 && { takenAtMs: Math.max(...reports.map(({ atMs }) => atMs)) }),
    setAsideCount: sum(reports, ({ setAsideCount }) => setAsideCount),
    ...(forecast && { forecast }),
    anomalies: { openCount: open.length, usdPerDay: sum(open, ({ usdPerDay }) => usdPerDay) },
    recommendations: {
      openCount: waiting.length,
      savingUsd: sum(waiting, ({ savingUsd }) => savingUsd),
      verifiedCount: verified.length,
      verifiedUsd: sum(verified, (one) => one.verified?.savedUsd ?? 0),
    },
    budgets: {
      count: budgets.length,
      passedCount: budgets.filter(({ status }) => status === "passed").length,
      foreseenCount: budgets.filter(({ status }) => status === "foreseen").length,
    },
  };
}

const sum = <One>(all: readonly One[], of: (one: One) => number): number =>
  all.reduce((total, one) => total + of(one), 0);
