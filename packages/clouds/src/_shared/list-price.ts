import type { LinkSighting, PriceRow } from "@skylane/core";

export type ListPrice = NonNullable<LinkSighting["listPrice"]>;

const HOURS_PER_MONTH = 730;

/**
 * A month of a thing that consists of these rows, each so many times (once unless it is said): USD to the cent, all the sources,
 * and the day of the oldest. `undefined` if a row is missing: a sum of which a part is not known is not known.
 */
export function listPriceOf(
  ...parts: readonly (PriceRow | readonly [row: PriceRow | undefined, count: number] | undefined)[]
): ListPrice | undefined {
  let usd = 0;
  const rows: PriceRow[] = [];
  for (const part of parts) {
    const [row, count] = isCounted(part) ? part : [part, 1];
    const price = row?.tiers[0]?.usd;
    if (row === undefined || price === undefined) return undefined;
    usd += price * count * (row.unit === "hour" ? HOURS_PER_MONTH : 1);
    rows.push(row);
  }
  const [oldest] = rows.map(({ asOf }) => asOf).sort();
  if (oldest === undefined) return undefined;
  return {
    monthlyUsd: Math.round(usd * 100) / 100,
    source: [...new Set(rows.map(({ source }) => source))].join("; "),
    asOf: oldest,
  };
}

const isCounted = (part: unknown): part is readonly [row: PriceRow | undefined, count: number] => Array.isArray(part);
