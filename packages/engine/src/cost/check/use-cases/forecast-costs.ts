import type { BudgetExceeded, CostScope, ScopeKind } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { type DailyCost, dailyCosts, forecastMonth, judgeBudget } from "../../budget/index.ts";
import { asIfAlways, readTraffic, type TrafficDeps } from "../../use-cases/read-traffic.ts";
import { billedUntil } from "../billed-until.ts";
import { joinDailyCosts } from "../join-daily-costs.ts";
import { billedFacts, isScope } from "../judge-budgets.ts";
import { lastMonths } from "../months.ts";
import { budgetDraft } from "./watch-costs.ts";

type ForecastDeps = Pick<Deps, "billStore" | "budgetsTold" | "config" | "costFindings" | "log" | "publisher"> &
  TrafficDeps;

const DAY_MS = 86_400_000;
/** Forecasts are backtested over 180 days, and the month they are in. */
const MONTH_COUNT = 8;
/** What was metered is kept for forty days. */
const METERED_MONTHS = 3;
/** So many scopes are foreseen, those of budgets first and then those that cost most. */
const MAX_SCOPES = 500;
/** What bills are looked at by, whoever has a budget. */
const USUAL_KINDS = ["capability", "cloud"] as const satisfies readonly ScopeKind[];

/** What was foreseen. */
export interface ForeseenCosts {
  readonly forecastCount: number;
  readonly exceededCount: number;
}

/**
 * Foresees the end of the month for all together, for each budget and for what costs most, by the bills that were taken, and tells
 * which thresholds of budgets are passed. Told before it is remembered: another try tells the same under the same ids.
 */
export async function forecastCosts(deps: ForecastDeps, { atMs }: { readonly atMs: number }): Promise<ForeseenCosts> {
  const { budgetsTold, config, costFindings, log, publisher } = deps;
  const { budgets } = config.costs;
  const kinds = [...new Set([...USUAL_KINDS, ...budgets.map(({ scope }) => scope.kind)])].filter(
    (kind) => kind !== "all",
  );
  const read = await readDailyCosts(deps, kinds, atMs);
  if (!read) {
    log.debug("no bill to foresee by", { atMs });
    return { forecastCount: 0, exceededCount: 0 };
  }
  const { costs, untilDay } = read;
  const billedAtMs = Math.min(atMs, untilDay * DAY_MS);
  const forecasts = chosen(
    costs,
    budgets.map(({ scope }) => scope),
  ).flatMap((cost) => {
    const forecast = forecastMonth(cost, billedAtMs);
    return forecast ? [{ ...forecast, atMs }] : [];
  });
  const exceeded: BudgetExceeded[] = [];
  const toldNow = new Map<string, readonly string[]>();
  for (const budget of budgets) {
    const facts = billedFacts(budget, costs, forecasts, untilDay);
    if (!facts) continue;
    const judged = judgeBudget(budget, facts, await budgetsTold.told(budget.id));
    exceeded.push(...judged.exceeded);
    if (judged.exceeded.length > 0) toldNow.set(budget.id, judged.told);
  }
  if (exceeded.length > 0) await publisher.publish(exceeded.map((one, seq) => budgetDraft(one, atMs, seq)));
  for (const [budgetId, told] of toldNow) await budgetsTold.putTold(budgetId, told);
  await costFindings.putForecasts(forecasts);
  log.info("costs foreseen", { forecastCount: forecasts.length, exceededCount: exceeded.length });
  return { forecastCount: forecasts.length, exceededCount: exceeded.length };
}

/** Day by day, a month at a time: no more than one month of lines is held. */
async function readDailyCosts(
  deps: Pick<ForecastDeps, "billStore"> & TrafficDeps,
  kinds: readonly ScopeKind[],
  atMs: number,
): Promise<{ readonly costs: readonly DailyCost[]; readonly untilDay: number } | undefined> {
  const { billStore, config } = deps;
  const months = lastMonths(atMs, MONTH_COUNT);
  const newest = (await Promise.all(months.slice(-2).map((month) => billStore.lines(month)))).flat();
  const untilDay = billedUntil(newest, atMs);
  if (untilDay === undefined) return undefined;
  const metered = months.slice(-METERED_MONTHS);
  const trafficOf = asIfAlways(await readTraffic(deps, kinds, metered, atMs), metered);
  const byMonth: DailyCost[][] = [];
  for (const month of months) {
    const lines = await billStore.lines(month);
    const seen = new Set<string>();
    const ofMonth: DailyCost[] = [];
    // all together are told with each kind
    for (const kind of kinds)
      for (const one of dailyCosts(lines, kind, config.costs, untilDay, trafficOf)) {
        const key = `${one.scope.kind}/${one.scope.id}`;
        if (!seen.has(key)) ofMonth.push(one);
        seen.add(key);
      }
    if (ofMonth.length > 0) byMonth.push(ofMonth);
  }
  return byMonth.length === 0 ? undefined : { costs: joinDailyCosts(byMonth), untilDay };
}

function chosen(costs: readonly DailyCost[], wanted: readonly CostScope[]): readonly DailyCost[] {
  const isWanted = ({ scope }: DailyCost): boolean => scope.kind === "all" || wanted.some((one) => isScope(one, scope));
  const usd = ({ usageUsd, feeUsd }: DailyCost): number => [...usageUsd, ...feeUsd].reduce((sum, one) => sum + one, 0);
  const others = costs.filter((one) => !isWanted(one)).toSorted((a, b) => usd(b) - usd(a));
  return [...costs.filter(isWanted), ...others].slice(0, MAX_SCOPES);
}
