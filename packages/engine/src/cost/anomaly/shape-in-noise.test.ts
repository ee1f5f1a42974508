import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shapeInNoise } from "./shape-in-noise.ts";

const LINE = [0.5, 1.5, 2.5, 3.5];

describe("engine/cost/anomaly/shape-in-noise", () => {
  it("is the height of the shape over its noise where nothing is shared", () => {
    const sigmasOf = shapeInNoise([0.1, 0.1, 0.1, 0.1], []);

    expect(sigmasOf(LINE, LINE)).toBeCloseTo(Math.hypot(...LINE) / 0.1, 9);
    expect(sigmasOf([0, 0, 0, 0], LINE)).toBe(0);
    expect(sigmasOf(LINE, [0, 0, 0, 0])).toBe(0);
  });

  it("believes a value with more noise less", () => {
    const values = [0, 0, 0, 1];

    expect(shapeInNoise([1, 1, 1, 3], [])(values, LINE)).toBeLessThan(shapeInNoise([1, 1, 1, 1], [])(values, LINE));
  });

  const value = fc.double({ min: -1, max: 1, noNaN: true });
  it("does not see a height that all of them share and that may be anything", () => {
    const sigmasOf = shapeInNoise([0.1, 0.1, 0.1, 0.1], [{ sigma: 1e4, isIn: [false, true, true, true] }]);

    fc.assert(
      fc.property(fc.array(value, { minLength: 4, maxLength: 4 }), value, (values, height) => {
        const raised = values.map((one, i) => (i === 0 ? one : one + height));

        expect(sigmasOf(raised, LINE)).toBeCloseTo(sigmasOf(values, LINE), 4);
      }),
    );
  });

  it("knows less the more may be shared", () => {
    const sigma = fc.double({ min: 0.01, max: 10, noNaN: true });
    const sigmasWith = (one: number): number =>
      shapeInNoise([0.1, 0.1, 0.1, 0.1], [{ sigma: one, isIn: [false, false, true, true] }])(LINE, LINE);

    fc.assert(
      fc.property(sigma, sigma, (one, other) => {
        expect(sigmasWith(Math.max(one, other))).toBeLessThanOrEqual(sigmasWith(Math.min(one, other)) + 1e-9);
      }),
    );
  });

  it("takes two shared heights as it takes one after the other", () => {
    const both = shapeInNoise(
      [1, 1, 1, 1],
      [
        { sigma: 2, isIn: [true, true, false, false] },
        { sigma: 3, isIn: [false, false, true, true] },
      ],
    );
    // covariances [[5, 4], [4, 5]] and [[10, 9], [9, 10]]: their inverses by hand
    const size =
      (5 * 0.5 ** 2 - 8 * 0.5 * 1.5 + 5 * 1.5 ** 2) / 9 + (10 * 2.5 ** 2 - 18 * 2.5 * 3.5 + 10 * 3.5 ** 2) / 19;

    expect(both(LINE, LINE)).toBeCloseTo(Math.sqrt(size), 9);
  });
});
