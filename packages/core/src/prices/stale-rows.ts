import type { PriceRow } from "../model/price.ts";

/** A row whose source spoke too long ago. */
export interface StaleRow {
  readonly row: PriceRow;
  readonly ageDays: number;
}

const DAY_MS = 86_400_000;

/** Rows older than `maxAgeDays` on the day `todayIsoDate` (`YYYY-MM-DD`), oldest first. */
export function staleRows(rows: readonly PriceRow[], todayIsoDate: string, maxAgeDays: number): readonly StaleRow[] {
  const today = Date.parse(todayIsoDate);
  if (Number.isNaN(today)) throw new RangeError(`today must be a day such as 2026-11-20, not ${todayIsoDate}`);
  return rows
    .map((row) => ({ row, ageDays: Math.round((today - Date.parse(row.asOf)) / DAY_MS) }))
    .filter(({ ageDays }) => ageDays > maxAgeDays)
    .sort((a, b) => b.ageDays - a.ageDays || (a.row.id < b.row.id ? -1 : 1));
}
