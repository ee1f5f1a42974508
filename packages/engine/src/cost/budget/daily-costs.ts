import { type BillLine, type CostScope, type CostSettings, moneyNumber, type ScopeKind } from "@skylane/core";
import { allocate } from "../allocate/index.ts";
import type { DailyCost } from "./forecast-month.ts";

const DAY_MS = 86_400_000;
const isFee = ({ category }: BillLine): boolean => category === "Purchase" || category === "Tax";
const ALL: CostScope = { kind: "all", id: "all" };

/**
 * What each scope of a kind, and all together, cost day by day in the currency of the configuration, from the first day there is
 * to the last before `toDay`. Data between clouds counts for all together only, as in the allocation.
 */
export function dailyCosts(
  lines: readonly BillLine[],
  kind: ScopeKind,
  settings: CostSettings,
  toDay: number,
): readonly DailyCost[] {
  const dayOf = (line: BillLine): number => Date.parse(line.day) / DAY_MS;
  const own = lines.filter((line) => dayOf(line) < toDay);
  const firstDay = own.reduce((least, line) => Math.min(least, dayOf(line)), toDay);
  const length = toDay - firstDay;
  const byScope = new Map<
    string,
    { readonly scope: CostScope; readonly usageUsd: number[]; readonly feeUsd: number[] }
  >();
  const add = (scope: CostScope, day: number, part: "usageUsd" | "feeUsd", usd: number): void => {
    const key = `${scope.kind}/${scope.id}`;
    const zeros = (): number[] => Array.from({ length }, () => 0);
    const known = byScope.get(key) ?? { scope, usageUsd: zeros(), feeUsd: zeros() };
    byScope.set(key, known);
    known[part][day - firstDay] = (known[part][day - firstDay] ?? 0) + usd;
  };
  for (const [day, ofDay] of Map.groupBy(own, dayOf))
    for (const [part, of] of [
      ["usageUsd", ofDay.filter((line) => !isFee(line))],
      ["feeUsd", ofDay.filter(isFee)],
    ] as const)
      for (const { currency, total, shares } of allocate(of, "", kind, settings)) {
        if (currency !== settings.currency) continue;
        add(ALL, day, part, moneyNumber(total));
        for (const { id, billed } of shares) add({ kind, id: id.slice(0, 400) }, day, part, moneyNumber(billed));
      }
  return [...byScope.values()].map((one) => ({ ...one, firstDay }));
}
