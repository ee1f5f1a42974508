import {
  type Allocation,
  type BillLine,
  type BudgetExceeded,
  type CostForecast,
  type CostRecommendation,
  type CostScope,
  type CostSettings,
  moneyText,
  type ScopeKind,
} from "@skylane/core";
import {
  allocate,
  commitmentsOf,
  type DailyCost,
  dailyCosts,
  forecastMonth,
  judgeBudget,
  type OnDemandBook,
  recommend,
  showbackOf,
} from "@skylane/engine";

const DAY_MS = 86_400_000;

export interface CostReport {
  readonly month: string;
  readonly by: ScopeKind;
  /** Last day that has a charge; what is foreseen is foreseen from its end. */
  readonly lastDay: string;
  readonly allocations: readonly Allocation[];
  readonly forecasts: readonly CostForecast[];
  readonly budgets: readonly BudgetExceeded[];
  readonly recommendations: readonly CostRecommendation[];
}

/** What bills alone say of a month: who pays what, where it will end, which budgets are passed, what could be saved. */
export function costReport(
  lines: readonly BillLine[],
  onDemand: OnDemandBook,
  { month, by, settings }: { readonly month: string; readonly by: ScopeKind; readonly settings: CostSettings },
): CostReport {
  const ofMonth = lines.filter(({ billingMonth }) => billingMonth === month);
  const start = Date.parse(`${month}-01`) / DAY_MS;
  const end = startOfNext(month) / DAY_MS;
  const lastDay = ofMonth.reduce((last, { day }) => {
    const at = Date.parse(day) / DAY_MS;
    // a fee of the whole month stands on its first day, a purchase may be dated ahead
    return at < end ? Math.max(last, at) : last;
  }, start);
  const toDay = lastDay + 1;
  const kinds = new Set([by, ...settings.budgets.flatMap(({ scope }) => (scope.kind === "all" ? [] : [scope.kind]))]);
  const known = lines.filter(({ billingMonth }) => billingMonth <= month);
  const costs = [...kinds].flatMap((kind) => dailyCosts(known, kind, settings, toDay));
  const isLast = toDay >= end;
  const nowMs = isLast ? end * DAY_MS - 1 : toDay * DAY_MS;
  const foreseen = isLast ? [] : costs.flatMap((cost) => forecastMonth(cost, nowMs) ?? []);
  const forecasts = [...new Map(foreseen.map((one) => [keyOf(one.scope), one])).values()];
  const budgets = settings.budgets.flatMap((budget) => {
    const cost = costs.find(({ scope }) => keyOf(scope) === keyOf(budget.scope));
    const facts = {
      nowMs,
      spentUsd: cost ? between(cost, start, toDay) : 0,
      forecast: forecasts.find(({ scope }) => keyOf(scope) === keyOf(budget.scope)),
      ...(cost && { day: { day: isoDay(lastDay), usd: between(cost, lastDay, toDay) } }),
    };
    return judgeBudget(budget, facts, []).exceeded;
  });
  return {
    month,
    by,
    lastDay: isoDay(lastDay),
    allocations: allocate(ofMonth, month, by, settings),
    forecasts: forecasts.filter(({ scope }) => scope.kind === "all" || scope.kind === by),
    budgets,
    recommendations: recommend({
      nowMs,
      lines: known,
      faultTolerant: settings.savings.faultTolerant,
      commitments: commitmentsOf(settings.savings.offers, onDemand.bill().pools),
    }),
  };
}

/** The same with amounts as exact decimals. */
export const asJson = ({ allocations, ...rest }: CostReport) => ({
  ...rest,
  allocations: allocations.map((allocation) => ({
    currency: allocation.currency,
    total: moneyText(allocation.total),
    shares: allocation.shares.map(({ id, billed, effective, parts }) => ({
      id,
      billed: moneyText(billed),
      effective: moneyText(effective),
      parts: parts.map((part) => ({ id: part.id, billed: moneyText(part.billed) })),
    })),
    crossCloud: allocation.crossCloud.map((line) => ({ ...line, billed: moneyText(line.billed) })),
    notes: allocation.notes,
    rows: showbackOf(allocation).rows.map(({ name, amount, percent }) => ({ name, amount, percent })),
  })),
});

const keyOf = ({ kind, id }: CostScope): string => (kind === "all" ? "all" : `${kind}/${id}`);
const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

function startOfNext(month: string): number {
  const [year = 0, one = 1] = month.split("-").map(Number);
  return Date.UTC(year, one, 1);
}

function between({ firstDay, usageUsd, feeUsd }: DailyCost, from: number, to: number): number {
  const sum = (values: readonly number[]): number =>
    values.slice(Math.max(0, from - firstDay), Math.max(0, to - firstDay)).reduce((total, value) => total + value, 0);
  return sum(usageUsd) + sum(feeUsd);
}
