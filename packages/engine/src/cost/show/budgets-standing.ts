import type {
  BillingMonth,
  BillLine,
  CostForecast,
  CostForecastList,
  CostScope,
  CostSettings,
  ScopeKind,
} from "@skylane/core";
import { dailyCosts } from "../budget/index.ts";
import { daysOf } from "./months.ts";

/** How each budget stands in a month: what its scope has cost by the bill, and where it is foreseen to end. */
export function budgetsStanding(
  lines: readonly BillLine[],
  month: BillingMonth,
  settings: CostSettings,
  forecasts: readonly CostForecast[],
  trafficOf?: Parameters<typeof dailyCosts>[4],
): CostForecastList["budgets"] {
  const kinds = new Set(settings.budgets.map(({ scope }): ScopeKind => (scope.kind === "all" ? "cloud" : scope.kind)));
  const { end } = daysOf(month);
  const costs = [...kinds].flatMap((kind) => dailyCosts(lines, kind, settings, end, trafficOf));
  return settings.budgets.map((budget) => {
    const cost = costs.find(({ scope }) => isSame(scope, budget.scope));
    const sum = (values: readonly number[] = []): number => values.reduce((total, value) => total + value, 0);
    const spentUsd = sum(cost?.usageUsd) + sum(cost?.feeUsd);
    const forecast = forecasts.find(({ scope }) => isSame(scope, budget.scope));
    const isForeseen = (forecast?.monthEndUsd ?? 0) >= budget.monthlyUsd;
    return {
      budget,
      spentUsd,
      ...(forecast && { forecast }),
      status: spentUsd >= budget.monthlyUsd ? "passed" : isForeseen ? "foreseen" : "within",
    };
  });
}

const isSame = (a: CostScope, b: CostScope): boolean => a.kind === b.kind && (a.kind === "all" || a.id === b.id);
