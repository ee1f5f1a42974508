import type { Budget, CostForecast, CostScope } from "@skylane/core";
import type { CostHistory } from "../anomaly/index.ts";
import { type BudgetFacts, type DailyCost, startOfMonth } from "../budget/index.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export const isScope = (a: CostScope, b: CostScope): boolean =>
  a.kind === b.kind && (a.kind === "all" || a.id === b.id);

/** What the bill says of a budget's scope as of its last whole day; `undefined` = nothing was ever billed for it. */
export function billedFacts(
  { scope }: Budget,
  costs: readonly DailyCost[],
  forecasts: readonly CostForecast[],
  untilDay: number,
): BudgetFacts | undefined {
  const cost = costs.find((one) => isScope(one.scope, scope));
  if (!cost) return undefined;
  const lastDay = untilDay - 1;
  const usdOf = (day: number): number =>
    (cost.usageUsd[day - cost.firstDay] ?? 0) + (cost.feeUsd[day - cost.firstDay] ?? 0);
  let spentUsd = 0;
  for (let day = startOfMonth(lastDay); day <= lastDay; day += 1) spentUsd += usdOf(day);
  // on the first of a month what is foreseen is that month's, and what is judged is the month that is over
  const forecast =
    startOfMonth(untilDay) === startOfMonth(lastDay) ? forecasts.find((one) => isScope(one.scope, scope)) : undefined;
  return {
    nowMs: untilDay * DAY_MS - 1,
    spentUsd,
    forecast,
    day: { day: new Date(lastDay * DAY_MS).toISOString().slice(0, 10), usd: usdOf(lastDay) },
  };
}

/** What the meter makes of a day of a budget's scope at the rate of the last hour; `undefined` = it is not metered by itself. */
export function meteredUsdPerDay({ scope }: Budget, history: CostHistory): number | undefined {
  const { slotMs, slotCount, total, links, flows } = history;
  const track = scope.kind === "all" ? total : (scope.kind === "link" ? links : flows).get(scope.id);
  const isMetered = scope.kind === "all" || scope.kind === "link" || scope.kind === "flow";
  const perHour = HOUR_MS / slotMs;
  if (!isMetered || !track || slotCount < perHour) return undefined;
  return track.usd.slice(slotCount - perHour, slotCount).reduce((sum, usd) => sum + usd, 0) * 24;
}
