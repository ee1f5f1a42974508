import type { CloudId, PriceItem, PriceRow, TransferKind } from "@skylane/core";
import type { DirectionPrices } from "./direction-prices.ts";
import { monthPrices } from "./month-prices.ts";
import type { SlotSums } from "./slot-sums.ts";

/** What a month's bytes on one link cost in one way, at whose price. */
export interface MeteredPart {
  readonly connectionId: string;
  readonly cloud: CloudId;
  readonly regionId: string;
  readonly kind: TransferKind;
  readonly bytes: number;
  readonly usd: number;
  readonly row: PriceRow;
}

/** What the month's slots come to. */
export interface MeteredMonth {
  readonly parts: readonly MeteredPart[];
  /** Bytes of each link in both directions, and how much of the time up to the last slot was counted in the direction that was counted least. */
  readonly links: ReadonlyMap<string, { readonly bytes: number; readonly coverageRatio: number }>;
  readonly missing: ReadonlyMap<string, readonly string[]>;
}

/** What each item of the price lists is on a bill. */
const KIND_OF_ITEM: Readonly<Partial<Record<PriceItem, TransferKind>>> = {
  "egress-internet": "internet",
  "egress-dedicated": "dedicated",
  "egress-inter-region": "inter-region",
  "egress-inter-zone": "inter-zone",
  "egress-peering": "peering",
  "ingress-peering": "peering",
  "transit-data": "processing",
  "nat-data": "processing",
};

/**
 * What the slots of one month come to by link, at the prices of the month's volume: what a row comes to is shared by its links as they
 * sent, for nobody is later in a month that is over.
 */
export function meteredParts(sums: SlotSums, pricesOf: DirectionPrices): MeteredMonth {
  const ordered = sums.directions();
  const priced = ordered.map((direction) => ({
    direction,
    price: pricesOf(direction.connectionId, direction.fromKey),
  }));
  const volumes = new Map<PriceRow, number>();
  for (const { direction, price } of priced)
    for (const row of price?.rows ?? []) volumes.set(row, (volumes.get(row) ?? 0) + direction.bytes);
  const month = monthPrices([], volumes.keys());
  const totals = new Map([...volumes].map(([row, bytes]) => [row, month.charge(bytes, [row])[0] ?? 0]));
  const slotCount = sums.slotCount();
  const links = new Map<string, { bytes: number; coverageRatio: number }>();
  const missing = new Map<string, readonly string[]>();
  const parts: MeteredPart[] = [];
  for (const { direction, price } of priced) {
    const { connectionId, bytes, coveredSlots } = direction;
    const link = links.get(connectionId) ?? { bytes: 0, coverageRatio: 1 };
    links.set(connectionId, {
      bytes: link.bytes + bytes,
      coverageRatio: Math.min(link.coverageRatio, coveredSlots / slotCount),
    });
    const lacks = price ? price.missing : [`data over ${connectionId}: it is no longer there`];
    if (lacks.length > 0) missing.set(connectionId, [...(missing.get(connectionId) ?? []), ...lacks]);
    price?.rows.forEach((row, i) => {
      const kind = KIND_OF_ITEM[row.item];
      const volume = volumes.get(row) ?? 0;
      if (kind)
        parts.push({
          connectionId,
          cloud: row.cloud,
          regionId: price.regionIds[i] ?? "",
          kind,
          bytes,
          usd: volume === 0 ? 0 : ((totals.get(row) ?? 0) * bytes) / volume,
          row,
        });
    });
  }
  return { parts, links, missing };
}
