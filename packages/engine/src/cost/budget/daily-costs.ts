import {
  addMoney,
  type BillingMonth,
  type BillLine,
  type CostScope,
  type CostSettings,
  type Money,
  moneyNumber,
  type ScopeKind,
  ZERO,
} from "@skylane/core";
import { allocate, NO_TRAFFIC, type ScopeTraffic } from "../allocate/index.ts";
import type { DailyCost } from "./forecast-month.ts";

const DAY_MS = 86_400_000;
const isFee = ({ category }: BillLine): boolean => category === "Purchase" || category === "Tax";
/** Of a correction of an earlier month, and a purchase dated ahead: the day of the bill's own month that is nearest. */
function dayOf({ day, billingMonth }: BillLine): number {
  const start = Date.parse(`${billingMonth}-01`);
  const date = new Date(start);
  const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return Math.min(end - DAY_MS, Math.max(start, Date.parse(day))) / DAY_MS;
}

const ALL: CostScope = { kind: "all", id: "all" };

/**
 * What each scope of a kind, and all together, cost day by day in the currency of the configuration, from the first day there is
 * to the last before `toDay`. Data between clouds counts for all together only, as in the allocation.
 * Fees that are shared by traffic are shared by what `trafficOf` says of their month; where it knows of none they are nobody's.
 */
export function dailyCosts(
  lines: readonly BillLine[],
  kind: ScopeKind,
  settings: CostSettings,
  toDay: number,
  trafficOf: (month: BillingMonth, kind: ScopeKind) => ScopeTraffic = () => NO_TRAFFIC,
): readonly DailyCost[] {
  const own = lines.filter((line) => dayOf(line) < toDay);
  const firstDay = own.reduce((least, line) => Math.min(least, dayOf(line)), toDay);
  const length = toDay - firstDay;
  const byScope = new Map<
    string,
    { readonly scope: CostScope; readonly usageUsd: Money[]; readonly feeUsd: Money[] }
  >();
  const add = (scope: CostScope, day: number, part: "usageUsd" | "feeUsd", billed: Money): void => {
    const key = `${scope.kind}/${scope.id}`;
    const zeros = (): Money[] => Array.from({ length }, () => ZERO);
    const known = byScope.get(key) ?? { scope, usageUsd: zeros(), feeUsd: zeros() };
    byScope.set(key, known);
    known[part][day - firstDay] = addMoney(known[part][day - firstDay] ?? ZERO, billed);
  };
  // fees are shared by what a whole month was used for
  for (const [month, ofMonth] of Map.groupBy(own, ({ billingMonth }) => billingMonth))
    allocate(ofMonth, month, kind, settings, trafficOf(month, kind), (line, id, billed) => {
      if (line.currency !== settings.currency) return;
      const [day, part] = [dayOf(line), isFee(line) ? "feeUsd" : "usageUsd"] as const;
      add(ALL, day, part, billed);
      if (id !== undefined) add({ kind, id: id.slice(0, 400) }, day, part, billed);
    });
  return [...byScope.values()].map(({ scope, usageUsd, feeUsd }) => ({
    scope,
    firstDay,
    usageUsd: usageUsd.map(moneyNumber),
    feeUsd: feeUsd.map(moneyNumber),
  }));
}
