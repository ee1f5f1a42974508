import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeVolumes } from "./free-volumes.ts";
import { stepsOf, usdOf } from "./tiers.ts";

const stepGb = 10;
const tens = (most: number) => fc.integer({ min: 0, max: most }).map((count) => count * stepGb);
const cents = fc.integer({ min: 0, max: 50 }).map((count) => count / 100);

const price = fc
  .record({
    widths: fc.array(fc.constantFrom(10, 20, 30), { maxLength: 3 }),
    prices: fc.array(cents, { minLength: 4, maxLength: 4 }),
    baseGb: tens(4),
  })
  .map(({ widths, prices, baseGb }) => {
    let upToGb = 0;
    const bounded = widths.map((width, index) => {
      upToGb += width;
      return { upToGb, usdPerGb: prices[index] ?? 0 };
    });
    return { id: "m", tiers: [...bounded, { usdPerGb: prices[widths.length] ?? 0 }], baseGb };
  });

/** Every way to give the allowances out in tens of GB. */
function* everyGift(
  allowances: readonly { readonly gb: number; readonly meters: readonly number[] }[],
  given: readonly number[],
): Generator<readonly number[]> {
  const [first, ...rest] = allowances;
  if (!first) {
    yield given;
    return;
  }
  yield* everyGift(rest, given);
  if (first.gb < stepGb) return;
  for (const meter of first.meters) {
    const more = given.map((gb, index) => (index === meter ? gb + stepGb : gb));
    // meters only forwards, so that each way comes once
    const onwards = first.meters.slice(first.meters.indexOf(meter));
    yield* everyGift([{ gb: first.gb - stepGb, meters: onwards }, ...rest], more);
  }
}

describe("engine/paths/optimise/free-volumes (properties)", () => {
  it("leaves the least bill of all ways to give the allowances out", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ meter: price, gb: tens(8) }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.record({ gb: tens(5), meters: fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 3 }) }), {
          maxLength: 2,
        }),
        (drawn, anyAllowances) => {
          const allowances = anyAllowances.map(({ gb, meters }) => ({
            gb,
            meters: meters.filter((meter) => meter < drawn.length),
          }));
          const meters = drawn.map(({ meter }) => meter);
          const billOf = (free: readonly number[]): number =>
            drawn.reduce(
              (sum, { meter, gb }, index) => sum + usdOf(stepsOf(meter, Math.max(0, gb - (free[index] ?? 0)))),
              0,
            );
          const free = freeVolumes(
            { meters, allowances },
            drawn.map(({ gb }) => gb),
          );
          let least = Number.POSITIVE_INFINITY;
          for (const gift of everyGift(
            allowances,
            meters.map(() => 0),
          ))
            least = Math.min(least, billOf(gift));
          expect(billOf(free)).toBeCloseTo(least, 9);
          for (const [index, { gb }] of drawn.entries()) expect(free[index]).toBeLessThanOrEqual(gb);
        },
      ),
      { numRuns: 1000, seed: 1 },
    );
  });
});
