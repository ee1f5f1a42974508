import { type CloudId, type Estimates, type PriceRow, tieredUsd } from "@skylane/core";
import { sumOfUse, type Used } from "./used.ts";

/** An amount with its price; no `usd` = there is no row for it, so nobody knows. */
export interface CostLine extends Used {
  readonly usd?: number;
  /** Row of the price list it was taken from. */
  readonly rowId?: string;
}

/** Clouds whose allowances make a small installation free; AWS gives most of its for one account to share, so they are left out. */
export const ALLOWANCES_COUNTED: readonly CloudId[] = ["azure", "gcp"];

/**
 * What a month's use costs at list prices, USD, not rounded. Users of one row share its steps, and its allowance where it is
 * counted, by how much they used.
 */
export function priceUse(
  used: Iterable<Used>,
  price: Estimates["price"],
  allowancesCounted: readonly CloudId[] = ALLOWANCES_COUNTED,
): readonly CostLine[] {
  const priced = sumOfUse(used).map((one) => ({ used: one, row: price(one) }));
  const byRow = Map.groupBy(priced, ({ row }) => row);
  const usdPerUnit = new Map([...byRow].map(([row, of]) => [row, row && perUnit(row, of, allowancesCounted)]));
  return priced.map(({ used: one, row }) => {
    const usd = usdPerUnit.get(row);
    return row === undefined || usd === undefined ? one : { ...one, usd: one.units * usd, rowId: row.id };
  });
}

function perUnit(row: PriceRow, of: readonly { readonly used: Used }[], counted: readonly CloudId[]): number {
  const units = of.reduce((sum, { used }) => sum + used.units, 0);
  const freeUnits = counted.includes(row.cloud) ? (row.allowance?.units ?? 0) : 0;
  return units === 0 ? 0 : tieredUsd(row, units, freeUnits) / units;
}

/** Sum of the lines whose price is known, USD. */
export const usdOf = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd = 0 }) => sum + usd, 0);
