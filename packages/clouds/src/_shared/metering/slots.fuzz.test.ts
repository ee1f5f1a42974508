import { METER_SLOT_MS } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addSlots, slotsOf } from "./slots.ts";

const MINUTE_MS = 60_000;
const WINDOW = { fromMs: 0, toMs: 8 * METER_SLOT_MS };

/** Spans side by side within the window, some of them missing. */
const spans = fc
  .array(fc.record({ minutes: fc.integer({ min: 1, max: 40 }), bytes: fc.nat(1e9), isThere: fc.boolean() }), {
    maxLength: 40,
  })
  .map((parts) => {
    let startMs = 0;
    return parts
      .flatMap(({ minutes, bytes, isThere }) => {
        const span = { startMs, endMs: startMs + minutes * MINUTE_MS, bytes };
        startMs = span.endMs;
        return isThere ? [span] : [];
      })
      .filter(({ endMs }) => endMs <= WINDOW.toMs);
  });
const sum = (all: Iterable<number>): number => [...all].reduce((total, one) => total + one, 0);

describe("clouds/_shared/metering/slots", () => {
  it("keeps every byte and every counted minute, wherever spans are cut", () => {
    fc.assert(
      fc.property(spans, (all) => {
        const slots = [...slotsOf(all, WINDOW).values()];

        expect(sum(slots.map(({ bytes }) => bytes))).toBeCloseTo(sum(all.map(({ bytes }) => bytes)), 3);
        expect(sum(slots.map(({ coverageRatio }) => coverageRatio)) * METER_SLOT_MS).toBeCloseTo(
          sum(all.map(({ startMs, endMs }) => endMs - startMs)),
          3,
        );
        for (const { coverageRatio } of slots) expect(coverageRatio > 0 && coverageRatio <= 1).toBe(true);
      }),
    );
  });

  it("cuts a span over the border of two slots by time", () => {
    const span = { startMs: METER_SLOT_MS - 2 * MINUTE_MS, endMs: METER_SLOT_MS + MINUTE_MS, bytes: 300 };

    expect([...slotsOf([span], WINDOW)]).toEqual([
      [0, { bytes: 200, coverageRatio: 2 / 15 }],
      [METER_SLOT_MS, { bytes: 100, coverageRatio: 1 / 15 }],
    ]);
  });

  it("has no slot where nothing was counted, which is not zero, and one of zero bytes where zero was counted", () => {
    const quiet = { startMs: METER_SLOT_MS, endMs: 2 * METER_SLOT_MS, bytes: 0 };

    expect([...slotsOf([quiet], WINDOW)]).toEqual([[METER_SLOT_MS, { bytes: 0, coverageRatio: 1 }]]);
  });

  it("leaves out what is no amount, or outside of the window, and takes the later of two spans at once", () => {
    const at = (startMs: number, bytes: number) => ({ startMs, endMs: startMs + METER_SLOT_MS, bytes });

    expect([...slotsOf([at(-METER_SLOT_MS, 1), at(WINDOW.toMs, 1), at(0, Number.NaN)], WINDOW)]).toEqual([]);
    expect(slotsOf([at(0, 5), at(0, 7)], WINDOW).get(0)?.bytes).toBe(7);
    expect([...slotsOf([{ startMs: 5, endMs: 5, bytes: 3 }], WINDOW)]).toEqual([]);
  });

  it("adds tunnels up, and lacks in part what one of them lacks", () => {
    const tunnels = [
      new Map([[0, { bytes: 10, coverageRatio: 1 }]]),
      new Map([
        [0, { bytes: 5, coverageRatio: 1 }],
        [1, { bytes: 1, coverageRatio: 1 }],
      ]),
    ];

    expect([...addSlots(tunnels)]).toEqual([
      [0, { bytes: 15, coverageRatio: 1 }],
      [1, { bytes: 1, coverageRatio: 0.5 }],
    ]);
    expect(addSlots(Array.from({ length: 3 }, () => new Map([[0, { bytes: 1, coverageRatio: 1 }]]))).get(0)).toEqual({
      bytes: 3,
      coverageRatio: 1,
    });
  });
});
