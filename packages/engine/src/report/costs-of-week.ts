import type { WeekReport } from "@skylane/core";
import { budgetLine, type WeekOfCosts } from "../cost/index.ts";

const MOVERS = 5;
/** Less is not worth a line. */
const LEAST_USD = 1;

/** The costs of a week for its report: the sum, what changed most, what is open, which budgets are passed; pure. */
export function costsOfWeek({ atMs, scopes, anomalies, budgets }: WeekOfCosts): Pick<WeekReport, "costs"> {
  const all = scopes.find(({ scope }) => scope.kind === "all");
  const open = anomalies.filter(({ status }) => status === "open").toSorted((a, b) => b.usdPerDay - a.usdPerDay);
  if (!all && open.length === 0 && budgets.length === 0) return {};
  const costs = {
    untilMs: atMs,
    usd: all?.usd ?? 0,
    usdBefore: all?.usdBefore ?? 0,
    movers: scopes
      .filter(({ scope, usd, usdBefore }) => scope.kind !== "all" && Math.abs(usd - usdBefore) >= LEAST_USD)
      .toSorted((a, b) => Math.abs(b.usd - b.usdBefore) - Math.abs(a.usd - a.usdBefore))
      .slice(0, MOVERS)
      .map(({ scope, usd, usdBefore }) => ({ scope, usd, usdBefore })),
    anomalies: open.map(({ scope, usdPerDay, cause }) => ({ scope, usdPerDay, cause })),
    budgets: budgets.map(budgetLine),
  };
  return { costs };
}
