import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { availabilityOf, inParallel, inSeries } from "./availability.ts";

const ratio = fc.double({ min: 0, max: 1, noNaN: true });
const minutes = (upMinutes: number, downMinutes = 0, degradedMinutes = 0) => ({
  upMinutes,
  degradedMinutes,
  downMinutes,
});

describe("engine/paths/performance/availability", () => {
  it("multiplies in series, and knows nothing if one is not known", () => {
    expect(inSeries([0.999, 0.99])).toBeCloseTo(0.98901, 9);
    expect(inSeries([])).toBe(1);
    expect(inSeries([0.999, undefined])).toBeUndefined();
    expect(inParallel([0.999, undefined])).toBeUndefined();
    expect(inParallel([])).toBe(0);
    expect(inParallel([0.97])).toBe(0.97);
  });

  it("is in parallel no worse than the best, and the more fate is shared the nearer to it", () => {
    fc.assert(
      fc.property(fc.array(ratio, { minLength: 2, maxLength: 4 }), ratio, ratio, (ratios, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((shared) => inParallel(ratios, shared) ?? 0);
        expect(less).toBeGreaterThanOrEqual((more ?? 0) - 1e-9);
        expect(more).toBeGreaterThanOrEqual(Math.max(...ratios) - 1e-12);
        expect(less).toBeLessThanOrEqual(1);
        expect(inSeries(ratios) ?? 0).toBeLessThanOrEqual(Math.min(...ratios) + 1e-12);
      }),
    );
  });

  it("gives two nines twice four nines only if nothing is shared", () => {
    expect(inParallel([0.99, 0.99], 0)).toBeCloseTo(0.9999, 9);
    expect(inParallel([0.99, 0.99], 1)).toBeCloseTo(0.99, 9);
    expect(inParallel([0.99, 0.99])).toBeCloseTo(1 - (0.95 * 0.0001 + 0.05 * 0.01), 9);
  });

  it("is the promise before anything was seen, and unknown without one", () => {
    expect(availabilityOf(0.9995, [])).toMatchObject({ availabilityRatio: 0.9995, seenMinutes: 0 });
    expect(availabilityOf(undefined, [])).toBeUndefined();
    expect(availabilityOf(1, [])?.atLeastRatio).toBeLessThan(1);
  });

  it("moves from the promise to what was seen, by minutes", () => {
    const day = availabilityOf(0.9995, [minutes(1_380, 60)])?.availabilityRatio ?? 0;
    const month =
      availabilityOf(
        0.9995,
        Array.from({ length: 30 }, () => minutes(1_380, 60)),
      )?.availabilityRatio ?? 0;

    expect(day).toBeCloseTo(1 - (43_800 * 0.0005 + 60) / (43_800 + 1_440), 9);
    expect(month).toBeLessThan(day);
    expect(month).toBeGreaterThan(1_380 / 1_440);
  });

  it("takes degraded for available, and what was seen alone where nothing is promised", () => {
    const seen = availabilityOf(undefined, [minutes(500, 0, 940)]);

    expect(seen?.seenMinutes).toBe(1_440);
    expect(seen?.availabilityRatio).toBeGreaterThan(0.999);
    expect(seen?.atLeastRatio).toBeLessThan(seen?.availabilityRatio ?? 0);
    expect(seen?.atLeastRatio).toBeGreaterThan(0.99);
  });
});
