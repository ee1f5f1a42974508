import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PriceRow } from "../model/price.ts";
import { gbOf, unitsOfGb } from "./data-units.ts";
import { staleRows } from "./stale-rows.ts";
import { firstPaidUsd, monthlyUsdOf, tieredUsd } from "./tiered-usd.ts";

const steps = { tiers: [{ upTo: 10, usd: 3 }, { upTo: 30, usd: 2 }, { usd: 1 }] };
const dated = (id: string, asOf: string): PriceRow => ({
  id,
  cloud: "aws",
  item: "nat-data",
  regions: ["*"],
  unit: "GB",
  tiers: [{ usd: 1 }],
  source: "a list",
  asOf,
  trust: "vendor",
});

describe("core/prices/tiered-usd", () => {
  it.each([
    [0, 0],
    [10, 30],
    [20, 50],
    [30, 70],
    [40, 80],
  ])("asks for %s units %s USD, each at the price of its step", (units, usd) => {
    expect(tieredUsd(steps, units)).toBe(usd);
  });

  it("counts free units towards the steps", () => {
    expect(tieredUsd(steps, 40, 15)).toBe(15 * 2 + 10);
    expect(tieredUsd(steps, 5, 15)).toBe(0);
  });

  it("costs the same in one month, however the units are cut into earlier and later ones", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (before, after) => {
        expect(tieredUsd(steps, before) + tieredUsd(steps, before + after, before)).toBeCloseTo(
          tieredUsd(steps, before + after),
          9,
        );
      }),
    );
  });

  it("makes months of hours and months, to the cent, and none of data", () => {
    expect(monthlyUsdOf({ unit: "hour", tiers: [{ usd: 2.142 }] })).toBe(1_563.66);
    expect(monthlyUsdOf({ unit: "month", tiers: [{ usd: 436 }] })).toBe(436);
    expect(monthlyUsdOf({ unit: "GB", tiers: [{ usd: 0.09 }] })).toBeUndefined();
  });

  it("finds the first price that is one", () => {
    expect(firstPaidUsd({ tiers: [{ upTo: 100, usd: 0 }, { usd: 0.09 }] })).toBe(0.09);
    expect(firstPaidUsd({ tiers: [{ usd: 0 }] })).toBe(0);
  });

  it("counts decimal gigabytes in the unit of the row", () => {
    expect(unitsOfGb({ unit: "GiB" }, 1.073741824)).toBe(1);
    expect(unitsOfGb({ unit: "GB" }, 5)).toBe(5);
    expect(unitsOfGb({ unit: "hour" }, 5)).toBeUndefined();
    expect(gbOf("month")).toBeUndefined();
  });

  it("names rows that are too old, oldest first, and not those of the last day", () => {
    const rows = [
      dated("aws/nat-data/a", "2026-09-01"),
      dated("aws/nat-data/b", "2026-01-01"),
      dated("aws/nat-data/c", "2026-08-22"),
    ];

    expect(staleRows(rows, "2026-11-20", 80).map(({ row, ageDays }) => [row.id, ageDays])).toEqual([
      ["aws/nat-data/b", 323],
      ["aws/nat-data/c", 90],
    ]);
    expect(staleRows(rows, "2026-11-20", 323)).toEqual([]);
    expect(() => staleRows(rows, "soon", 90)).toThrow(RangeError);
  });
});
