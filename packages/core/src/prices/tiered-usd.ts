import type { PriceRow } from "../model/price.ts";

const HOURS_PER_MONTH = 730;

/**
 * What so many units of one month cost, USD, not rounded: each step's price for the units that fall into it. `freeUnits` is what
 * an allowance leaves of the row's pool: these units count towards the steps, as on a vendor's bill, and cost nothing.
 */
export function tieredUsd({ tiers }: Pick<PriceRow, "tiers">, units: number, freeUnits = 0): number {
  let usd = 0;
  let below = 0;
  for (const { upTo = Number.POSITIVE_INFINITY, usd: price } of tiers) {
    const paid = Math.min(units, upTo) - Math.max(below, freeUnits);
    if (paid > 0) usd += paid * price;
    below = upTo;
  }
  return usd;
}

/** What one thing costs in a month of 730 hours, USD, to the cent; `undefined` for rows that count data. */
export function monthlyUsdOf({ unit, tiers }: Pick<PriceRow, "unit" | "tiers">): number | undefined {
  const price = tiers[0]?.usd;
  if (price === undefined || (unit !== "hour" && unit !== "month")) return undefined;
  return Math.round(price * (unit === "hour" ? HOURS_PER_MONTH : 1) * 100) / 100;
}

/** Price of the first step that costs something, USD a unit; 0 if none does. */
export const firstPaidUsd = ({ tiers }: Pick<PriceRow, "tiers">): number => tiers.find(({ usd }) => usd > 0)?.usd ?? 0;
