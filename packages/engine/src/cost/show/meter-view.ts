import { type CostMeter, METER_SLOT_MS, type MeteredSlot } from "@skylane/core";

const HOUR_MS = 3_600_000;

/** A window of slots by link, both directions together, the dearest first. What has no price has none, and is counted apart. */
export function meterView(slots: readonly MeteredSlot[], fromMs: number, toMs: number): CostMeter {
  const hourCount = Math.round((toMs - fromMs) / HOUR_MS);
  const links = [...Map.groupBy(slots, ({ connectionId }) => connectionId)]
    .map(([connectionId, own]) => {
      const byHour = Map.groupBy(own, ({ startMs }) => Math.floor((startMs - fromMs) / HOUR_MS));
      const usd = usdOf(own);
      const directionCount = new Set(own.map(({ fromKey, toKey }) => JSON.stringify([fromKey, toKey]))).size;
      const slotCount = ((toMs - fromMs) / METER_SLOT_MS) * directionCount;
      return {
        connectionId,
        bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
        ...(usd !== undefined && { usd }),
        coverageRatio: Math.min(1, own.reduce((sum, one) => sum + one.coverageRatio, 0) / slotCount),
        hourlyUsd: Array.from({ length: hourCount }, (_, hour) => usdOf(byHour.get(hour) ?? []) ?? null),
      };
    })
    .toSorted(
      (a, b) => (b.usd ?? -1) - (a.usd ?? -1) || b.bytes - a.bytes || (a.connectionId < b.connectionId ? -1 : 1),
    );
  return {
    fromMs,
    toMs,
    links,
    usd: links.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
    unpricedLinkCount: links.filter(({ usd }) => usd === undefined).length,
  };
}

/** `undefined` = there are none, or one of them has no price. */
function usdOf(slots: readonly MeteredSlot[]): number | undefined {
  let sum = slots.length === 0 ? undefined : 0;
  for (const { usd } of slots) sum = sum === undefined || usd === undefined ? undefined : sum + usd;
  return sum;
}
