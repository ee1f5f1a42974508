import type { CloudId, PriceRow } from "@skylane/core";
import { priceBook } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { compareCost, deviationRatio } from "./compare-cost.ts";
import { priceUse, usdOf } from "./price-use.ts";
import type { Used } from "./used.ts";

const row = (cloud: CloudId, item: PriceRow["item"], more: Partial<PriceRow> = {}): PriceRow => ({
  id: `${cloud}/${item}/us`,
  cloud,
  item,
  regions: ["us"],
  unit: "million",
  tiers: [{ usd: 2 }],
  source: "a test",
  asOf: "2026-11-20",
  trust: "unverified",
  ...more,
});
const used = (units: number, more: Partial<Used> = {}): Used => ({
  cloud: "aws",
  regionId: "us",
  item: "event",
  by: "bus",
  units,
  ...more,
});

describe("engine/cost/price-use", () => {
  it("adds what the same one used of the same thing, and prices it once", () => {
    const { find } = priceBook([row("aws", "event")]);

    expect(priceUse([used(1), used(2), used(3, { by: "other" })], find)).toEqual([
      { ...used(3), usd: 6, rowId: "aws/event/us" },
      { ...used(3, { by: "other" }), usd: 6, rowId: "aws/event/us" },
    ]);
  });

  it("leaves a price that is not known unknown: it is not free", () => {
    const [line] = priceUse([used(5, { regionId: "mars" })], priceBook([row("aws", "event")]).find);

    expect(line).toEqual(used(5, { regionId: "mars" }));
    expect(usdOf(line ? [line] : [])).toBe(0);
  });

  it("gives an allowance once, to all who share the row, and only where it is counted", () => {
    const allowance = { pool: "free", units: 2 };
    const { find } = priceBook([
      row("aws", "function-request", { allowance }),
      row("azure", "function-request", { allowance }),
    ]);
    const both = (["aws", "azure"] as const).flatMap((cloud) =>
      ["a", "b"].map((by) => used(2, { cloud, item: "function-request", by })),
    );
    const usdIn = (cloud: CloudId) => usdOf(priceUse(both, find).filter((line) => line.cloud === cloud));

    expect(usdIn("aws")).toBe(8);
    expect(usdIn("azure")).toBe(4);
    expect(usdOf(priceUse(both, find, ["aws", "azure"]))).toBe(8);
  });

  it("takes what is used in a month together through the steps of its price", () => {
    const { find } = priceBook([row("aws", "event", { tiers: [{ upTo: 3, usd: 2 }, { usd: 1 }] })]);

    expect(priceUse([used(3), used(3, { by: "other" })], find).map(({ usd }) => usd)).toEqual([4.5, 4.5]);
  });
});

describe("engine/cost/compare-cost", () => {
  it("puts both sides beside each other, the dearest first, and tells how far apart they are", () => {
    const line = (item: Used["item"], usd: number) => ({ ...used(1, { item }), usd });

    expect(compareCost([line("event", 1), line("log-data", 2)], [line("log-data", 3), line("table-read", 4)])).toEqual([
      { item: "table-read", foreseenUsd: 0, measuredUsd: 4 },
      { item: "log-data", foreseenUsd: 2, measuredUsd: 3 },
      { item: "event", foreseenUsd: 1, measuredUsd: 0 },
    ]);
    expect(deviationRatio(11, 10)).toBeCloseTo(0.1);
    expect(deviationRatio(9, 10)).toBeCloseTo(0.1);
    expect(deviationRatio(0, 0)).toBe(0);
    expect(deviationRatio(1, 0)).toBeGreaterThan(1);
  });
});
