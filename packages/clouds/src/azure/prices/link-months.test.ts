import { describe, expect, it } from "vitest";
import { circuitPrice } from "./link-months.ts";

describe("clouds/azure/prices/link-months", () => {
  it.each([
    ["Standard", "MeteredData", 1_000, 436],
    ["Standard", "MeteredData", 10_000, 3_400],
    ["Standard", "UnlimitedData", 1_000, 5_700],
    ["Standard", "UnlimitedData", 200, undefined],
    ["Standard", "MeteredData", 123, undefined],
    ["Standard", "MeteredData", undefined, undefined],
    ["Premium", "MeteredData", 1_000, undefined],
    ["Local", "UnlimitedData", 1_000, undefined],
  ])("has a month of a %s circuit with %s and %s Mbps at %s USD", (tier, family, bandwidthMbps, monthlyUsd) => {
    const price = circuitPrice({ tier, family }, bandwidthMbps, "eastus");

    expect(price?.monthlyUsd).toBe(monthlyUsd);
    if (price) expect(price).toMatchObject({ source: expect.stringContaining("zone 1"), asOf: "2026-11-20" });
  });
});
