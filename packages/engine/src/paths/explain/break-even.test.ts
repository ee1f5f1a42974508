import { describe, expect, it } from "vitest";
import { breakEvens, cheaperRanges, costAt, monthsUntil, type Offer } from "./break-even.ts";

const flat = (name: string, monthlyUsd: number, usdPerGb: number): Offer => ({
  name,
  monthlyUsd,
  tiers: [{ usdPerGb }],
});
const dedicated = flat("Direct Connect and ExpressRoute", 3_368, 0.02);
const vpn = flat("VPN", 108, 0.05);
const internet = flat("internet", 0, 0.09);

describe("engine/paths/explain/break-even", () => {
  it("finds that a dedicated line pays from 48,114 GB a month against the internet, not from 1.4 TB", () => {
    expect(breakEvens(dedicated, internet).map(Math.round)).toEqual([48_114]);
    expect(breakEvens(dedicated, vpn).map(Math.round)).toEqual([108_667]);
  });

  it("costs what the fee and the gigabytes cost", () => {
    expect([dedicated, vpn, internet].map((offer) => costAt(offer, 800))).toEqual([3_384, 148, 72]);
    expect([dedicated, vpn, internet].map((offer) => costAt(offer, 5_000))).toEqual([3_468, 358, 450]);
  });

  it("says who is cheaper where", () => {
    expect(cheaperRanges(dedicated, internet)).toEqual([
      { name: "internet", fromGb: 0, toGb: expect.closeTo(48_114.29, 2) },
      { name: "Direct Connect and ExpressRoute", fromGb: expect.closeTo(48_114.29, 2) },
    ]);
  });

  it("has no break-even where one offer is cheaper at every volume", () => {
    expect(breakEvens(flat("dear", 10, 0.1), flat("cheap", 5, 0.05))).toEqual([]);
    expect(cheaperRanges(flat("dear", 10, 0.1), flat("cheap", 5, 0.05))).toEqual([{ name: "cheap", fromGb: 0 }]);
  });

  it("finds two where a price falls below the other one and its fee is made up before", () => {
    const stepped: Offer = {
      name: "stepped",
      monthlyUsd: 0,
      tiers: [{ upToGb: 100, usdPerGb: 0 }, { upToGb: 1_000, usdPerGb: 0.2 }, { usdPerGb: 0.01 }],
    };
    const level = flat("level", 50, 0.06);

    const found = breakEvens(stepped, level);

    expect(found).toHaveLength(2);
    for (const gb of found) expect(costAt(stepped, gb)).toBeCloseTo(costAt(level, gb), 9);
  });

  it("does not take a crossing at a step twice", () => {
    const a: Offer = { name: "a", monthlyUsd: 0, tiers: [{ upToGb: 100, usdPerGb: 0.1 }, { usdPerGb: 0.2 }] };
    expect(breakEvens(a, flat("b", 10, 0))).toEqual([100]);
  });

  it("does not count offers that touch without crossing", () => {
    const a: Offer = { name: "a", monthlyUsd: 0, tiers: [{ upToGb: 100, usdPerGb: 0.1 }, { usdPerGb: 0 }] };
    expect(breakEvens(a, flat("b", 10, 0))).toEqual([]);
  });

  it("says when a volume that grows will be there", () => {
    expect(monthsUntil(10_000, 48_114, 0.1)).toBeCloseTo(16.48, 2);
    expect(monthsUntil(50_000, 48_114, 0.1)).toBe(0);
    expect(monthsUntil(10_000, 48_114, 0)).toBeUndefined();
    expect(monthsUntil(0, 48_114, 0.1)).toBeUndefined();
  });
});
