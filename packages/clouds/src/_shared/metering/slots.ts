import { METER_SLOT_MS } from "@skylane/core";
import type { CountedSpan } from "./metering.ts";

/** Bytes of a slot, and how much of it was counted. */
export interface SlotBytes {
  readonly bytes: number;
  readonly coverageRatio: number;
}

/**
 * Puts spans of one counter into slots, by the start of the slot. A span over the border of slots is cut in proportion to time; of two
 * that begin together the later one counts. Slots without any span are not there.
 */
export function slotsOf(
  spans: readonly Omit<CountedSpan, "end">[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): ReadonlyMap<number, SlotBytes> {
  const slots = new Map<number, { bytes: number; coveredMs: number }>();
  for (const { startMs, endMs, bytes } of new Map(spans.map((span) => [span.startMs, span])).values()) {
    const lengthMs = endMs - startMs;
    if (!(lengthMs > 0) || !(bytes >= 0) || !Number.isFinite(bytes)) continue;
    for (let slotMs = Math.floor(startMs / METER_SLOT_MS) * METER_SLOT_MS; slotMs < endMs; slotMs += METER_SLOT_MS) {
      if (slotMs < fromMs || slotMs >= toMs) continue;
      const partMs = Math.min(endMs, slotMs + METER_SLOT_MS) - Math.max(startMs, slotMs);
      const slot = slots.get(slotMs) ?? { bytes: 0, coveredMs: 0 };
      slot.bytes += (bytes * partMs) / lengthMs;
      slot.coveredMs += partMs;
      slots.set(slotMs, slot);
    }
  }
  return new Map(
    [...slots].map(([slotMs, { bytes, coveredMs }]) => [
      slotMs,
      { bytes, coverageRatio: Math.min(1, coveredMs / METER_SLOT_MS) },
    ]),
  );
}

/** Several counters of one thing, such as one for each tunnel, as one: bytes add up, and what one lacks the whole lacks in part. */
export function addSlots(counters: readonly ReadonlyMap<number, SlotBytes>[]): ReadonlyMap<number, SlotBytes> {
  const [only] = counters;
  if (only && counters.length === 1) return only;
  const sums = new Map<number, SlotBytes>();
  for (const counter of counters)
    for (const [slotMs, { bytes, coverageRatio }] of counter) {
      const sum = sums.get(slotMs) ?? { bytes: 0, coverageRatio: 0 };
      sums.set(slotMs, {
        bytes: sum.bytes + bytes,
        coverageRatio: sum.coverageRatio + coverageRatio / counters.length,
      });
    }
  return new Map(
    [...sums].map(([slotMs, { bytes, coverageRatio }]) => [
      slotMs,
      // what is missing by rounding alone is not missing
      { bytes, coverageRatio: coverageRatio > 1 - 1e-9 ? 1 : coverageRatio },
    ]),
  );
}
