import type { PriceQuery } from "@skylane/core";

/** Minutes in the month of 730 hours that prices by the month are made of. */
export const MINUTES_PER_MONTH = 43_800;

/** So much of something that has a price, and who used it: a function, a table, the bus. */
export interface Used extends Pick<PriceQuery, "cloud" | "regionId" | "item"> {
  readonly variant?: string;
  readonly by: string;
  /** In the unit that price rows of the item count in. */
  readonly units: number;
}

/** What two amounts must share to be added. */
export const keyOfUse = ({ cloud, regionId, item, variant, by }: Used): string =>
  [cloud, regionId, item, variant ?? "", by].join("|");

/** One amount of each thing and user, in the order of their first appearance. */
export function sumOfUse(all: Iterable<Used>): readonly Used[] {
  const sums = new Map<string, Used>();
  for (const used of all) {
    const key = keyOfUse(used);
    sums.set(key, { ...used, units: used.units + (sums.get(key)?.units ?? 0) });
  }
  return [...sums.values()];
}
