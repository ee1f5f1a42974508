import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitRttPrior, missingData, readAzurePairs, readPairs } from "../../../../../test/bench/fit-rtt-prior.ts";
import { distanceKm, landmassOf, RTT_MODEL, rttPrior } from "./index.ts";

const virginia = { latitudeDeg: 39, longitudeDeg: -77.5 };
const place = fc.record({
  latitudeDeg: fc.double({ min: -60, max: 70, noNaN: true }),
  longitudeDeg: fc.double({ min: -180, max: 180, noNaN: true }),
});
const missing = missingData();
if (missing !== undefined) console.log(`the fit of the round-trip prior is not checked: ${missing}`);

describe("engine/topology/distance/rtt-prior", () => {
  it("is never faster than light in glass, the same both ways, and in order", () => {
    fc.assert(
      fc.property(place, place, fc.boolean(), (a, b, isBetweenClouds) => {
        const { p10Ms, p50Ms, p90Ms } = rttPrior(a, b, { isBetweenClouds });
        expect(p50Ms).toBeGreaterThanOrEqual(distanceKm(a, b) / 100);
        expect(p10Ms).toBeLessThan(p50Ms);
        expect(p90Ms).toBeGreaterThan(p50Ms);
        expect(Number.isFinite(p90Ms)).toBe(true);
        expect(rttPrior(b, a, { isBetweenClouds }).p50Ms).toBeCloseTo(p50Ms, 9);
      }),
    );
  });

  it("takes the way of the cables where no land joins two places", () => {
    const saoPaulo = { latitudeDeg: -23.55, longitudeDeg: -46.63 };
    const capeTown = { latitudeDeg: -33.92, longitudeDeg: 18.42 };

    expect(rttPrior(virginia, saoPaulo).p50Ms).toBeLessThan(rttPrior(saoPaulo, capeTown).p50Ms / 2);
  });

  it.each([
    ["north-america", 20.6, -100.4],
    ["south-america", -33.4, -70.7],
    ["europe", 37, -6],
    ["europe", 32.1, 34.8],
    ["middle-east", 26.2, 50.6],
    ["middle-east", 21.5, 39.2],
    ["east-africa", -1.3, 36.8],
    ["west-africa", -26.2, 28],
    ["south-asia", 28.7, 77.1],
    ["southeast-asia", 14.6, 121],
    ["east-asia", 22.3, 114.2],
    ["oceania", -36.8, 174.8],
    ["oceania", 21.3, -157.9],
  ])("knows %s at %d, %d", (landmass, latitudeDeg, longitudeDeg) => {
    expect(landmassOf({ latitudeDeg, longitudeDeg })).toBe(landmass);
  });

  it.skipIf(missing !== undefined)(
    "is what a fresh fit says, holds where it was not fitted, and covers what it says",
    () => {
      const fit = fitRttPrior(readPairs(), readAzurePairs());

      expect(fit.model).toMatchObject({
        detour: RTT_MODEL.detour,
        baseMs: RTT_MODEL.baseMs,
        betweenCloudsRatio: RTT_MODEL.betweenCloudsRatio,
      });
      for (const [i, { p10Ratio, p90Ratio }] of fit.model.spread.entries()) {
        expect(Math.abs(p10Ratio / (RTT_MODEL.spread[i]?.p10Ratio ?? 0) - 1)).toBeLessThan(0.02);
        expect(Math.abs(p90Ratio / (RTT_MODEL.spread[i]?.p90Ratio ?? 0) - 1)).toBeLessThan(0.02);
      }
      expect(fit.inSample.pairCount).toBe(8_010);
      for (const { medianRatio, p90Ratio } of [fit.inSample, fit.leftOutRegion, fit.leftOutLandmass, fit.azure]) {
        expect(medianRatio).toBeLessThan(0.09);
        expect(p90Ratio).toBeLessThan(0.28);
      }
      for (const { coveredRatio } of [fit.leftOutRegion, fit.leftOutLandmass]) {
        expect(coveredRatio).toBeGreaterThan(0.75);
        expect(coveredRatio).toBeLessThan(0.85);
      }
    },
  );
});
