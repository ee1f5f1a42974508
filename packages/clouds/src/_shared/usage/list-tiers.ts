import type { StorageTier } from "@skylane/core";

/** Vendors' lists say GB and count 2^30 bytes. */
const GB_OF_LIST = 2 ** 30 / 1e9;

/** A tier as the vendor's list has it: prices for each of its gigabytes. */
export const listTier = (id: string, holdUsd: number, more: Partial<Omit<StorageTier, "id">> = {}): StorageTier => ({
  id,
  usdPerThousandMoves: 0,
  minDays: 0,
  minObjectBytes: 0,
  ...more,
  usdPerGbMonth: holdUsd / GB_OF_LIST,
  usdPerReadGb: (more.usdPerReadGb ?? 0) / GB_OF_LIST,
});

/** Points of one series: what is there at its last moment; `undefined` = there is none. */
export function lastOf(points: ReadonlyMap<number, number>): number | undefined {
  const at = [...points.keys()].reduce((latest, one) => Math.max(latest, one), Number.NEGATIVE_INFINITY);
  return points.get(at);
}

export const sumOf = (points: ReadonlyMap<number, number>): number =>
  [...points.values()].reduce((sum, one) => sum + one, 0);
