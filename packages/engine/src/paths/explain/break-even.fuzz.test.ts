import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { breakEvens, costAt, type Offer } from "./break-even.ts";

const price = fc.integer({ min: 0, max: 300 }).map((mills) => mills / 1_000);
const offer = (name: string): fc.Arbitrary<Offer> =>
  fc
    .record({
      monthlyUsd: fc.integer({ min: 0, max: 5_000 }),
      edges: fc.uniqueArray(fc.integer({ min: 1, max: 200_000 }), { maxLength: 4 }),
      prices: fc.array(price, { minLength: 5, maxLength: 5 }),
    })
    .map(({ monthlyUsd, edges, prices }) => ({
      name,
      monthlyUsd,
      tiers: [...[...edges].sort((a, b) => a - b), undefined].map((upToGb, i) => ({
        ...(upToGb !== undefined && { upToGb }),
        usdPerGb: prices[i] ?? 0,
      })),
    }));

describe("engine/paths/explain/break-even, any two offers", () => {
  it("cost the same at every break-even, and between two of them the same one is cheaper", () => {
    fc.assert(
      fc.property(offer("a"), offer("b"), fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (a, b, places) => {
        const found = breakEvens(a, b);
        for (const gb of found) expect(costAt(a, gb)).toBeCloseTo(costAt(b, gb), 3);

        const edges = [0, ...found, 1_000_000];
        for (const [i, fromGb] of edges.slice(0, -1).entries()) {
          const toGb = edges[i + 1] as number;
          const signs = places
            .map((place) => fromGb + place * (toGb - fromGb))
            .map((gb) => costAt(a, gb) - costAt(b, gb))
            .filter((difference) => Math.abs(difference) > 1e-3)
            .map(Math.sign);
          expect(new Set(signs).size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
