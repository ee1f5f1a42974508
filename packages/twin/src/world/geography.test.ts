import { describe, expect, it } from "vitest";
import { latencyBetweenMs } from "./geography.ts";

const SITES = [{ regionId: "dc1", latitudeDeg: 40.79, longitudeDeg: -74.06 }];

describe("twin/world/geography", () => {
  it.each([
    ["us-east-1", "us-east-1", 1, 1],
    ["us-east-1", "eastus", 2, 5],
    ["us-east-1", "dc1", 3, 6],
    ["us-east-1", "westeurope", 40, 55],
    ["us-east-1", "ap-southeast-2", 100, 140],
  ])("from %s to %s it takes between %i and %i ms one way", (from, to, leastMs, mostMs) => {
    const ms = latencyBetweenMs(from, to, SITES);

    expect(ms).toBeGreaterThanOrEqual(leastMs);
    expect(ms).toBeLessThanOrEqual(mostMs);
    expect(latencyBetweenMs(to, from, SITES)).toBe(ms);
  });

  it("takes a place that nobody located for half a continent away", () => {
    expect(latencyBetweenMs("us-east-1", "somewhere", SITES)).toBe(20);
  });
});
