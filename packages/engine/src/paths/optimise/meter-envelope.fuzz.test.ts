import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cheapestCorner, envelopeOf, feeOfFalling, hasFallingPrice } from "./meter-envelope.ts";
import type { ProblemMeter } from "./problem.ts";
import { stepsOf, usdOf } from "./tiers.ts";

const meters = fc
  .record({
    widths: fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 4 }),
    prices: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 5 }),
    baseGb: fc.integer({ min: 0, max: 800 }),
    isFalling: fc.boolean(),
  })
  .map(({ widths, prices, baseGb, isFalling }): ProblemMeter => {
    const ordered = isFalling ? [...new Set(prices)].sort((a, b) => b - a) : prices;
    const count = Math.min(widths.length + 1, ordered.length);
    let upToGb = 0;
    const tiers = ordered.slice(0, count).map((cents, step) => {
      upToGb += widths[step] ?? 0;
      return { usdPerGb: cents / 100, ...(step === count - 1 ? {} : { upToGb }) };
    });
    return { id: "m", tiers, baseGb };
  });
const usd = (meter: ProblemMeter, gb: number): number => usdOf(stepsOf(meter, gb));

describe("engine/paths/optimise/meter-envelope", () => {
  it("is nowhere above the price curve, meets it at both ends and finds the least of it less a price", () => {
    fc.assert(
      fc.property(
        meters,
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 1, max: 1500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (meter, least, width, part, price) => {
          const envelope = envelopeOf(meter, least, least + width);
          const corner = cheapestCorner(envelope, price);
          const lowest = (envelope.usd[corner] ?? 0) - price * (envelope.gb[corner] ?? 0);
          const at = least + part * width;

          expect(usd(meter, at) - price * at).toBeGreaterThanOrEqual(lowest - 1e-6);
          expect(envelope.usd[0]).toBeCloseTo(usd(meter, least), 6);
          expect(envelope.usd.at(-1)).toBeCloseTo(usd(meter, least + width), 6);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("never asks more for a falling price than it costs, whatever its users share of the fee", () => {
    fc.assert(
      fc.property(
        meters.filter(hasFallingPrice),
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (meter, mostGb, part, paid) => {
          const { usdPerGb, feeUsd, mostUsdPerGb } = feeOfFalling(meter, mostGb);
          const gb = part * mostGb;
          const shares = Math.min(feeUsd, paid * mostUsdPerGb * gb);

          expect(usdPerGb * gb + shares).toBeLessThanOrEqual(usd(meter, gb) + 1e-6);
        },
      ),
      { numRuns: 500 },
    );
  });
});
