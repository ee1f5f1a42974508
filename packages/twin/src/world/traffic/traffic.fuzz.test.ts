import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EstateConnection } from "../../estate/estate.ts";
import { createTraffic, type Surge, type Ways } from "./traffic.ts";

const NOW = Date.UTC(2026, 10, 21, 10, 7, 30);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const flows = ["a", "b"].map((id, i) => ({
  id,
  source: "10.0.0.1",
  destination: "10.1.0.1",
  port: 443,
  monthlyGb: 500 * (i + 1),
  class: "standard" as const,
}));
const over = (id: string): Ways[number] => [{ connection: { id } as EstateConnection, isForward: true }];

const aSurge = fc.record(
  {
    flowIds: fc.subarray(["a", "b"], { minLength: 1 }),
    fromMs: fc.integer({ min: NOW - 10 * DAY, max: NOW + 2 * DAY }),
    toMs: fc.integer({ min: NOW, max: NOW + 3 * DAY }),
    factor: fc.double({ min: 1, max: 20, noNaN: true }),
    dailyFactor: fc.double({ min: 1, max: 1.5, noNaN: true }),
  },
  { requiredKeys: ["flowIds", "fromMs", "factor", "dailyFactor"] },
) as fc.Arbitrary<Surge>;

describe("twin/world/traffic (properties)", () => {
  it("puts each byte of a flow on one way, whenever ways change, and as many together whoever asks in which parts", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000 }),
        fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: DAY }), isSwapped: fc.boolean() }), { maxLength: 5 }),
        fc.array(aSurge, { maxLength: 3 }),
        fc.array(fc.integer({ min: -70 * DAY, max: 3 * DAY }), { minLength: 3, maxLength: 3 }),
        (seed, changes, surges, moments) => {
          let nowMs = NOW;
          let ways: Ways = [over("one"), over("other")];
          const make = () =>
            createTraffic(
              { flows, traffic: { seed } },
              () => nowMs,
              () => ways,
              () => [over("one"), over("other")],
            );
          const traffic = make();
          const still = make();
          traffic.setSurges(surges);
          still.setSurges(surges);
          for (const { afterMs, isSwapped } of changes) {
            nowMs += afterMs;
            ways = isSwapped ? [over("other"), over("one")] : [over("one"), over("other")];
            traffic.noteWays();
          }
          nowMs += DAY;
          const [from = 0, middle = 0, to = 0] = moments.map((ms) => NOW + ms).sort((a, b) => a - b);
          const all = (one: typeof traffic, fromMs: number, toMs: number): number =>
            one.bytes("one", true, fromMs, toMs) + one.bytes("other", true, fromMs, toMs);

          const whole = all(traffic, from, to);
          const parts = all(traffic, from, middle) + all(traffic, middle, to);
          expect(Math.abs(whole - parts)).toBeLessThanOrEqual(1 + whole * 1e-9);
          expect(Math.abs(whole - all(still, from, to))).toBeLessThanOrEqual(1 + whole * 1e-9);
          expect(traffic.bytes("one", false, from, to)).toBe(0);
          expect(all(traffic, nowMs, nowMs + DAY)).toBe(0);
          expect(all(traffic, traffic.beginsAtMs - DAY, traffic.beginsAtMs)).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("comes within some parts in a hundred to what a flow sends a month, whatever its seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (seed) => {
        const traffic = createTraffic(
          { flows, traffic: { seed } },
          () => NOW,
          () => [],
          () => [over("one"), over("other")],
        );
        const ratio = traffic.bytes("one", true, NOW - 30 * DAY, NOW) / 500e9;
        expect(ratio).toBeGreaterThan(0.9);
        expect(ratio).toBeLessThan(1.1);
      }),
      { numRuns: 40 },
    );
  });

  it("is the same at every moment without a seed", () => {
    const traffic = createTraffic(
      { flows },
      () => NOW,
      () => [],
      () => [over("one"), over("other")],
    );

    for (const daysAgo of [1, 7.3, 42])
      expect(traffic.bytes("one", true, NOW - daysAgo * DAY, NOW - daysAgo * DAY + HOUR)).toBeCloseTo(500e9 / 720, 0);
  });
});
