import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betaCdf, betaMean, betaQuantile } from "./beta.ts";

/** The probability by adding up the density: slow and plain. */
function summedCdf(hits: number, misses: number, ratio: number): number {
  const steps = 20_000;
  const density = (x: number): number => Math.exp((hits - 1) * Math.log(x) + (misses - 1) * Math.log1p(-x));
  let [below, all] = [0, 0];
  for (let i = 0; i < steps; i += 1) {
    const x = (i + 0.5) / steps;
    all += density(x);
    if (x < ratio) below += density(x);
  }
  return below / all;
}

describe("engine/paths/performance/beta", () => {
  it("agrees with closed forms", () => {
    expect(betaCdf({ hits: 1, misses: 1 }, 0.3)).toBeCloseTo(0.3, 12);
    expect(betaCdf({ hits: 3, misses: 1 }, 0.5)).toBeCloseTo(0.125, 12);
    expect(betaCdf({ hits: 1, misses: 500 }, 0.005)).toBeCloseTo(1 - 0.995 ** 500, 11);
    expect(betaCdf({ hits: 0.5, misses: 0.5 }, 0.25)).toBeCloseTo((2 / Math.PI) * Math.asin(0.5), 11);
    expect(betaCdf({ hits: 2, misses: 2 }, 0.2)).toBeCloseTo(3 * 0.04 - 2 * 0.008, 12);
  });

  it("agrees with adding up the density", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 60, noNaN: true }),
        fc.double({ min: 2, max: 60, noNaN: true }),
        fc.integer({ min: 1, max: 19 }),
        (hits, misses, twentieth) => {
          expect(betaCdf({ hits, misses }, twentieth / 20)).toBeCloseTo(summedCdf(hits, misses, twentieth / 20), 4);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("turns a probability back into a ratio, of a few observations or of millions", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 2e6, noNaN: true }),
        fc.double({ min: 0.5, max: 2e6, noNaN: true }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        (hits, misses, probability) => {
          const ratio = betaQuantile({ hits, misses }, probability);
          if (ratio > 1e-9 && ratio < 1 - 1e-9) expect(betaCdf({ hits, misses }, ratio)).toBeCloseTo(probability, 3);
        },
      ),
    );
  });

  it("has its mean between its quantiles, and its ends at 0 and 1", () => {
    const beta = { hits: 3, misses: 997 };

    expect(betaMean(beta)).toBe(0.003);
    expect(betaQuantile(beta, 0.05)).toBeLessThan(0.003);
    expect(betaQuantile(beta, 0.95)).toBeGreaterThan(0.003);
    expect([betaCdf(beta, 0), betaCdf(beta, 1)]).toEqual([0, 1]);
  });
});
