import { type PriceRow, tieredUsd, unitsOfGb } from "@skylane/core";

const BYTES_PER_GB = 1e9;

/**
 * Prices of one month, which fall with what was sent in it: each row of the price lists is one domain of billing, shared by all links
 * it holds for, and a free allowance is shared by all rows of its pool, the first to come first.
 */
export interface MonthPrices {
  /** What these bytes cost on top of what was sent before, USD by the order of the rows; a row that counts no data costs nothing. */
  charge(bytes: number, rows: readonly PriceRow[]): readonly number[];
  /** What was sent in the month up to now, by row. */
  readonly bytesByRow: ReadonlyMap<string, number>;
}

/** Begins where a month stands: so many bytes by row, and the rows that these may be of, so that allowances are known to be used. */
export function monthPrices(bytesByRow: Iterable<readonly [string, number]>, rows: Iterable<PriceRow>): MonthPrices {
  const sums = new Map(bytesByRow);
  const freeUsed = new Map<string, number>();
  for (const row of new Map([...rows].map((one) => [one.id, one])).values()) {
    const units = unitsOf(row, sums.get(row.id) ?? 0);
    if (row.allowance && units !== undefined && units > 0)
      freeUsed.set(row.allowance.pool, (freeUsed.get(row.allowance.pool) ?? 0) + units);
  }
  return {
    bytesByRow: sums,
    charge: (bytes, charged) =>
      charged.map((row) => {
        const before = sums.get(row.id) ?? 0;
        sums.set(row.id, before + bytes);
        const [unitsBefore, unitsAfter] = [unitsOf(row, before), unitsOf(row, before + bytes)];
        if (unitsBefore === undefined || unitsAfter === undefined) return 0;
        const free = freeOf(row, unitsAfter - unitsBefore, freeUsed);
        // what is free counts towards the steps, and is the first that a row sends
        return Math.max(0, tieredUsd(row, unitsAfter, unitsBefore + free));
      }),
  };
}

const unitsOf = (row: PriceRow, bytes: number): number | undefined => unitsOfGb(row, bytes / BYTES_PER_GB);

function freeOf({ allowance }: PriceRow, units: number, used: Map<string, number>): number {
  if (!allowance) return 0;
  const before = used.get(allowance.pool) ?? 0;
  used.set(allowance.pool, before + units);
  return Math.min(units, Math.max(0, allowance.units - before));
}
