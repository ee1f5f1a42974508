import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { gauss, watchSynthetic } from "../../../../../test/support/synthetic-path.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const share = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe("engine/health/predict: steady paths", { timeout: 60_000 }, () => {
  it("predicts nothing of a path that swings with the day, scatters, and always loses a little", () => {
    const path = fc.record({
      seed: fc.integer({ min: 1, max: 1e9 }),
      rttMs: share(1, 150),
      swingShare: share(0, 0.3),
      noiseShare: share(0, 0.03),
      lossRatio: share(0, 0.01),
    });
    fc.assert(
      fc.property(path, ({ seed, rttMs, swingShare, noiseShare, lossRatio }) => {
        const swing = (atMs: number) => 1 + swingShare * Math.sin((2 * Math.PI * atMs) / DAY_MS);
        const behaviour = {
          rttMs: (atMs: number, random: () => number) => rttMs * (swing(atMs) + noiseShare * Math.abs(gauss(random))),
          lossRatio: () => lossRatio,
        };

        const { told, stateBytes } = watchSynthetic(behaviour, 30 * HOUR_MS, seededRandom(seed));

        expect(told).toEqual([]);
        expect(stateBytes).toBeLessThan(6_000);
      }),
      { numRuns: 6 },
    );
  });
});
