import { type BillingMonth, METER_SLOT_MS, type MeteredSlot } from "@skylane/core";
import { slotKey } from "./price-slots.ts";

/** Clouds give points a few minutes after their time, and a point of five minutes may still grow: what is younger is left to the next run. */
const SETTLE_MS = 300_000;
/** The last hour is always read again, and slots that lack something for six. */
const OVERLAP_MS = 3_600_000;
export const LATE_MS = 6 * 3_600_000;
/** Where nothing was metered for longer. */
export const LOOKBACK_MS = 24 * 3_600_000;

/** End of what can be metered now: the end of the last slot that has settled. */
export const settledMs = (nowMs: number): number => floorToSlot(nowMs - SETTLE_MS);

/** Where reading begins: with the last hour, or with the first slot that lacks what other slots have. */
export function firstToRead(
  slots: readonly MeteredSlot[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  const directions = [...new Map(slots.map((slot) => [`${slot.fromKey} ${slot.connectionId}`, slot])).values()];
  const whole = new Set(slots.filter(({ coverageRatio }) => coverageRatio >= 1).map(slotKey));
  for (let startMs = fromMs; startMs < toMs - OVERLAP_MS; startMs += METER_SLOT_MS)
    if (directions.length === 0 || directions.some((one) => !whole.has(slotKey({ ...one, startMs })))) return startMs;
  return Math.max(fromMs, toMs - OVERLAP_MS);
}

const floorToSlot = (atMs: number): number => Math.floor(atMs / METER_SLOT_MS) * METER_SLOT_MS;

/** The month that a moment is in, UTC. */
export const monthOf = (atMs: number): BillingMonth => new Date(atMs).toISOString().slice(0, 7);
export const monthStartMs = (month: BillingMonth): number => Date.parse(`${month}-01T00:00:00Z`);
