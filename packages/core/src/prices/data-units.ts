import type { PriceRow } from "../model/price.ts";

/** Decimal gigabytes in a gibibyte. */
const GB_PER_GIB = 1.073741824;

/** Decimal gigabytes in the unit that a row counts; `undefined` for rows that count time. */
export function gbOf(unit: PriceRow["unit"]): number | undefined {
  if (unit === "GB") return 1;
  return unit === "GiB" ? GB_PER_GIB : undefined;
}

/** Decimal gigabytes as units of the row: vendors count in one or the other. `undefined` for rows that count time. */
export function unitsOfGb({ unit }: Pick<PriceRow, "unit">, gb: number): number | undefined {
  const size = gbOf(unit);
  return size === undefined ? undefined : gb / size;
}
