import type { MeteredSlot, PriceRow } from "@skylane/core";
import type { DirectionPrice } from "./direction-prices.ts";
import type { MonthPrices } from "./month-prices.ts";

export type CountedSlot = Omit<MeteredSlot, "usd" | "priceRowIds">;

/** A slot and what it costs by row of the price lists. */
export interface SlotCharges {
  readonly slot: CountedSlot;
  readonly rows: readonly PriceRow[];
  /** In the order of the rows. */
  readonly usd: readonly number[];
  /** What has no row; then the whole has no price. */
  readonly missing: readonly string[];
}

/**
 * Charges slots of one month in the order of time, links in the order of their names, whatever order they come in: a price that falls
 * with the volume is the same whoever asks. Slots of connections that are no longer there have no price.
 */
export const chargeSlots = (
  slots: readonly CountedSlot[],
  prices: MonthPrices,
  pricesOf: (connectionId: string, fromKey: string) => Pick<DirectionPrice, "rows" | "missing"> | undefined,
): readonly SlotCharges[] =>
  slots.toSorted(inOrder).map((slot) => {
    const { rows, missing } = pricesOf(slot.connectionId, slot.fromKey) ?? {
      rows: [],
      missing: [`data over ${slot.connectionId}: it is no longer there`],
    };
    return { slot, rows, usd: prices.charge(slot.bytes, rows), missing };
  });

/** As it is kept. */
export const pricedSlot = ({ slot, rows, usd, missing }: SlotCharges): MeteredSlot => ({
  startMs: slot.startMs,
  connectionId: slot.connectionId,
  fromKey: slot.fromKey,
  toKey: slot.toKey,
  bytes: slot.bytes,
  coverageRatio: slot.coverageRatio,
  ...(missing.length === 0 && { usd: usd.reduce((sum, one) => sum + one, 0) }),
  priceRowIds: rows.map(({ id }) => id),
});

const inOrder = (a: CountedSlot, b: CountedSlot): number =>
  a.startMs - b.startMs || compare(a.connectionId, b.connectionId) || compare(a.fromKey, b.fromKey);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What names the slot of one direction of a connection. */
export const slotKey = ({
  startMs,
  connectionId,
  fromKey,
}: Pick<CountedSlot, "startMs" | "connectionId" | "fromKey">) => `${startMs} ${fromKey} ${connectionId}`;
