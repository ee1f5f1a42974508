import {
  type Alert,
  type BudgetExceeded,
  type CostAnomaly,
  type CostRecommendation,
  type CostScope,
  oneLine,
} from "@skylane/core";

/** What a week was like. */
export interface WeekOfCosts {
  readonly estate: string;
  /** The Monday after, ms since 1970. */
  readonly atMs: number;
  /** By scope; the week, and the one before it. */
  readonly scopes: readonly { readonly scope: CostScope; readonly usd: number; readonly usdBefore: number }[];
  readonly anomalies: readonly Pick<CostAnomaly, "scope" | "usdPerDay" | "cause" | "status">[];
  readonly recommendations: readonly Pick<CostRecommendation, "title" | "savingUsd" | "status" | "verified">[];
  readonly budgets: readonly BudgetExceeded[];
}

const MOVERS = 3;
const SHOWN = 5;
/** Less is not worth a line. */
const LEAST_USD = 1;

/** A week in some lines: what was spent, what moved it, what is wrong, what was saved by the bill, which budgets are passed. */
export function wordWeek({ estate, atMs, scopes, anomalies, recommendations, budgets }: WeekOfCosts): Alert {
  const all = scopes.find(({ scope }) => scope.kind === "all");
  const change = (one: { readonly usd: number; readonly usdBefore: number }): string =>
    `${signed(one.usd - one.usdBefore)}${one.usdBefore > 0 ? ` (${signedPercent(one.usd / one.usdBefore - 1)})` : ", new"}`;
  const movers = scopes
    .filter(({ scope, usd: now, usdBefore }) => scope.kind !== "all" && Math.abs(now - usdBefore) >= LEAST_USD)
    .toSorted((a, b) => Math.abs(b.usd - b.usdBefore) - Math.abs(a.usd - a.usdBefore))
    .slice(0, MOVERS);
  const open = anomalies.filter(({ status }) => status === "open").toSorted((a, b) => b.usdPerDay - a.usdPerDay);
  const verified = recommendations.filter(({ status }) => status === "verified");
  const failed = recommendations.filter(({ status }) => status === "not-verified");
  const waiting = recommendations
    .filter(({ status }) => status === "open")
    .toSorted((a, b) => b.savingUsd - a.savingUsd);
  const savedUsd = verified.reduce((sum, one) => sum + (one.verified?.savedUsd ?? 0), 0);
  const week = new Date(atMs).toISOString().slice(0, 10);
  return {
    id: `costs-${oneLine(estate, 60)}-${week}`,
    urgency: "notice",
    action: "trigger",
    dedupKey: `skylane:costs:${oneLine(estate, 60)}:${week}`,
    title: all
      ? `${oneLine(estate, 60)}: ${usd(all.usd)} in the week before ${week}, ${change(all)}`
      : `${oneLine(estate, 60)}: no bill of the week before ${week} is there`,
    lines: [
      ...movers.map((one) => `${nameOf(one.scope)}: ${usd(one.usd)}, ${change(one)}`),
      ...open
        .slice(0, SHOWN)
        .map(({ scope, usdPerDay, cause }) => `too much: ${nameOf(scope)}, ${usd(usdPerDay)} a day, ${cause}`),
      ...more(open.length, "findings that are open"),
      ...(verified.length > 0 ? [`saved by the bill: ${usd(savedUsd)} a month, ${verified.length} verified`] : []),
      ...failed
        .slice(0, SHOWN)
        .map(
          ({ title, verified: seen }) =>
            `not saved: ${oneLine(title, 120)}${seen ? `, ${usd(seen.savedUsd)} a month of ${oneLine(seen.says, 160)}` : ""}`,
        ),
      ...(waiting[0]
        ? [
            `could be saved: ${usd(waiting.reduce((sum, one) => sum + one.savingUsd, 0))} a month, first ${oneLine(waiting[0].title, 120)}`,
          ]
        : []),
      ...budgets.slice(0, SHOWN).map(budgetLine),
      ...more(budgets.length, "budgets that are passed"),
    ],
    atMs,
  };
}

/** A budget in a sentence. */
export function budgetLine({
  budgetId,
  scope,
  threshold,
  ratio,
  limitUsd,
  usd: amount,
  period,
}: BudgetExceeded): string {
  const limit = ratio === undefined ? usd(limitUsd) : `${Math.round(ratio * 100)} % (${usd(limitUsd)})`;
  const verb = {
    monthly: "has spent",
    "monthly-foreseen": "will spend",
    daily: "has spent",
    emergency: "spends, by the meter,",
  }[threshold];
  const per = threshold === "emergency" ? " a day" : "";
  return `budget ${budgetId}: ${nameOf(scope)} ${verb} ${usd(amount)}${per} of ${limit} in ${period}`;
}

const more = (count: number, what: string): readonly string[] =>
  count > SHOWN ? [`and ${count - SHOWN} more ${what}`] : [];
const nameOf = ({ kind, id }: CostScope): string => (kind === "all" ? "all" : `${kind} ${oneLine(id, 80)}`);
const usd = (amount: number): string =>
  `${amount < 0 ? "-" : ""}$${Math.abs(amount).toLocaleString("en-US", { maximumFractionDigits: 0 })}`;
const signed = (amount: number): string => `${amount >= 0 ? "+" : ""}${usd(amount)}`;
const signedPercent = (ratio: number): string => `${ratio >= 0 ? "+" : ""}${Math.round(ratio * 100)} %`;
