import { METER_SLOT_MS, type PriceRow, tieredUsd, unitsOfGb } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthPrices } from "./month-prices.ts";
import { chargeSlots, pricedSlot } from "./price-slots.ts";

const GB = 1e9;
const aRow = (id: string, more: Partial<PriceRow> = {}): PriceRow => ({
  id: `aws/egress-internet/${id}`,
  cloud: "aws",
  item: "egress-internet",
  regions: ["*"],
  unit: "GB",
  tiers: [{ upTo: 50, usd: 0.09 }, { upTo: 200, usd: 0.05 }, { usd: 0.02 }],
  source: "a list",
  asOf: "2026-11-01",
  trust: "vendor",
  ...more,
});
const volumes = fc.array(fc.integer({ min: 0, max: 40 * GB }), { minLength: 1, maxLength: 60 });
const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

describe("engine/cost/meter/month-prices", () => {
  it.each(["GB", "GiB"] as const)("adds up to the price of the month's volume, counted in %s", (unit) => {
    const row = aRow("a", { unit });
    fc.assert(
      fc.property(volumes, (parts) => {
        const prices = monthPrices([], [row]);
        const usd = sum(parts.flatMap((bytes) => prices.charge(bytes, [row])));

        expect(usd).toBeCloseTo(tieredUsd(row, unitsOfGb(row, sum(parts) / GB) ?? Number.NaN), 6);
      }),
    );
  });

  it("goes on where a month stood, as if it had been priced at once", () => {
    const row = aRow("a", { allowance: { pool: "free", units: 100 } });
    fc.assert(
      fc.property(volumes, fc.nat(), (parts, cut) => {
        const at = cut % parts.length;
        const whole = monthPrices([], [row]);
        const expected = parts.map((bytes) => sum(whole.charge(bytes, [row]))).slice(at);
        const rest = monthPrices([[row.id, sum(parts.slice(0, at))]], [row]);
        const usd = parts.slice(at).map((bytes) => sum(rest.charge(bytes, [row])));

        usd.forEach((one, i) => {
          expect(one).toBeCloseTo(expected[i] ?? Number.NaN, 6);
        });
      }),
    );
  });

  it("gives the free units of a pool once, to all rows of it together", () => {
    const [a, b] = [
      aRow("a", { allowance: { pool: "free", units: 100 }, tiers: [{ usd: 1 }] }),
      aRow("b", { allowance: { pool: "free", units: 100 }, tiers: [{ usd: 1 }] }),
    ] as const;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 30 * GB }), fc.boolean())), (parts) => {
        const prices = monthPrices([], [a, b]);
        const usd = sum(parts.flatMap(([bytes, isA]) => prices.charge(bytes, [isA ? a : b])));

        expect(usd).toBeCloseTo(Math.max(0, sum(parts.map(([bytes]) => bytes / GB)) - 100), 6);
      }),
    );
  });

  it("does not hang on the order in which slots come", () => {
    const rows = [aRow("a"), aRow("b", { item: "transit-data", tiers: [{ usd: 0.02 }] })];
    const slot = fc.record({
      at: fc.nat(20),
      connectionId: fc.constantFrom("x", "y"),
      fromKey: fc.constantFrom("p", "q"),
      bytes: fc.integer({ min: 0, max: 30 * GB }),
    });
    const slots = fc.uniqueArray(slot, { selector: (one) => `${one.at} ${one.connectionId} ${one.fromKey}` });
    fc.assert(
      fc.property(
        slots.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([one, other]) => {
          const priced = (all: typeof one) =>
            chargeSlots(
              all.map(({ at, ...rest }) => ({
                ...rest,
                startMs: at * METER_SLOT_MS,
                toKey: "there",
                coverageRatio: 1,
              })),
              monthPrices([], rows),
              () => ({ rows, missing: [] }),
            ).map(pricedSlot);

          expect(priced(other)).toEqual(priced(one));
        },
      ),
    );
  });

  it("charges nothing for a row that counts no data", () => {
    const hours = aRow("hours", { unit: "hour" });

    expect(monthPrices([], [hours]).charge(GB, [hours])).toEqual([0]);
  });
});
