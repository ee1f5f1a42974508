import { type BillingMonth, METER_SLOT_MS, type MeteredSlot } from "@skylane/core";
import { monthOf, monthStartMs } from "./windows.ts";

const LONGER_THAN_A_MONTH_MS = 32 * 86_400_000;

/** What one direction of a link carried, over all slots that were counted. */
export interface DirectionSum {
  readonly connectionId: string;
  readonly fromKey: string;
  readonly bytes: number;
  /** Slots, of which one that was counted in part counts as that part. */
  readonly coveredSlots: number;
}

/** Slots of a month, added up as they come: a month of many links has millions. Not pure: it counts. */
export interface SlotSums {
  /** In any order, each once; those of other months are left out. */
  add(slots: Iterable<MeteredSlot>): void;
  readonly directions: () => readonly DirectionSum[];
  /** From the first slot to the last. */
  readonly slotCount: () => number;
}

/** Sums of one month, of nothing yet. */
export function slotSums(month: BillingMonth): SlotSums {
  const directions = new Map<string, { -readonly [Name in keyof DirectionSum]: DirectionSum[Name] }>();
  const fromMs = monthStartMs(month);
  const toMs = monthStartMs(monthOf(fromMs + LONGER_THAN_A_MONTH_MS));
  let [firstMs, endMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    add(slots) {
      for (const { startMs, connectionId, fromKey, bytes, coverageRatio } of slots) {
        if (startMs < fromMs || startMs >= toMs) continue;
        const key = `${fromKey} ${connectionId}`;
        const direction = directions.get(key) ?? { connectionId, fromKey, bytes: 0, coveredSlots: 0 };
        direction.bytes += bytes;
        direction.coveredSlots += coverageRatio;
        directions.set(key, direction);
        firstMs = Math.min(firstMs, startMs);
        endMs = Math.max(endMs, startMs + METER_SLOT_MS);
      }
    },
    directions: () => [...directions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, direction]) => direction),
    slotCount: () => Math.max(0, (endMs - firstMs) / METER_SLOT_MS),
  };
}
