import type { BudgetExceeded, CostForecastList, CostScope } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { type DailyCost, dailyCosts } from "../budget/index.ts";
import { billedUntil } from "../check/billed-until.ts";
import { lastMonths } from "../check/months.ts";
import { DAY_MS } from "../show/months.ts";
import type { WeekOfCosts } from "../words/index.ts";
import { readTraffic } from "./read-traffic.ts";
import { listForecasts } from "./show-costs.ts";

const WEEK_DAYS = 7;

/**
 * What a week cost: the seven days before `mondayMs`, or before the last day that bills have whole.
 * `undefined` = no bill is named and nothing was found: there is nothing to say.
 */
export async function weekOfCosts(
  deps: Pick<Deps, "billStore" | "clock" | "config" | "costFindings" | "meterStore" | "topologies">,
  mondayMs: number,
): Promise<WeekOfCosts | undefined> {
  const { billStore, clock, config, costFindings } = deps;
  const nowMs = clock.nowMs();
  const lastTwo = lastMonths(mondayMs, 2);
  const [months, anomalies, recommendations, standing] = await Promise.all([
    Promise.all(lastTwo.map((month) => billStore.lines(month))),
    costFindings.anomalies(),
    costFindings.recommendations(),
    listForecasts(deps),
  ]);
  const lines = months.flat();
  if (lines.length === 0 && config.costs.bills.length === 0 && anomalies.length === 0) return undefined;
  const monday = Math.floor(mondayMs / DAY_MS);
  const untilDay = Math.min(monday, billedUntil(lines, nowMs) ?? monday);
  const trafficOf = await readTraffic(deps, ["capability"], lastTwo, nowMs);
  const costs = dailyCosts(lines, "capability", config.costs, untilDay, trafficOf);
  return {
    estate: config.estate,
    atMs: untilDay * DAY_MS,
    scopes: costs
      .map(({ scope, ...cost }) => ({
        scope,
        usd: sumOf(cost, untilDay - WEEK_DAYS, untilDay),
        usdBefore: sumOf(cost, untilDay - 2 * WEEK_DAYS, untilDay - WEEK_DAYS),
      }))
      .filter(({ usd, usdBefore }) => usd !== 0 || usdBefore !== 0),
    anomalies,
    // what was saved goes on; what was not is told in its week
    recommendations: recommendations.filter(
      ({ status, verified }) => status !== "not-verified" || (verified?.atMs ?? 0) >= mondayMs - WEEK_DAYS * DAY_MS,
    ),
    budgets: standing.budgets.flatMap((one) => passed(one, standing.month)),
  };
}

/** What a scope cost in the days in [from, to). */
function sumOf({ firstDay, usageUsd, feeUsd }: Omit<DailyCost, "scope">, from: number, to: number): number {
  const sum = (values: readonly number[]): number =>
    values.slice(Math.max(0, from - firstDay), Math.max(0, to - firstDay)).reduce((total, value) => total + value, 0);
  return sum(usageUsd) + sum(feeUsd);
}

function passed(
  { budget, spentUsd, forecast, status }: CostForecastList["budgets"][number],
  month: string,
): BudgetExceeded[] {
  const base: { budgetId: string; scope: CostScope; limitUsd: number; period: string } = {
    budgetId: budget.id,
    scope: budget.scope,
    limitUsd: budget.monthlyUsd,
    period: month,
  };
  if (status === "passed") return [{ ...base, threshold: "monthly", usd: spentUsd }];
  return status === "foreseen" ? [{ ...base, threshold: "monthly-foreseen", usd: forecast?.monthEndUsd ?? 0 }] : [];
}
