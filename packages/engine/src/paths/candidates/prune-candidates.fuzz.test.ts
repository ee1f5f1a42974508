import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Prunable, pruneCandidates } from "./prune-candidates.ts";

const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
const riskOf = (name: string, link: number): readonly string[] => [`link:${name}${link}`, `carrier:${link % 3}`];
/** Links with risks of their own, some of them of one carrier. */
const links = Array.from({ length: 6 }, (_, i) => riskOf("l", i));
const somebody = fc
  .record({
    used: fc.uniqueArray(fc.nat({ max: links.length - 1 }), { minLength: 1, maxLength: 3 }),
    rttMs: maybe(fc.nat({ max: 5 })),
    availabilityRatio: maybe(fc.constantFrom(0.9, 0.99, 0.999)),
    isRouted: fc.boolean(),
    isPublic: fc.boolean(),
    isEncrypted: fc.boolean(),
    bandwidthMbps: maybe(fc.constantFrom(100, 1_000)),
    usdPerGb: maybe(fc.nat({ max: 4 })),
  })
  .map(({ used, usdPerGb, ...more }) => ({ used, usdPerGb, more }));
const many = fc.array(somebody, { minLength: 1, maxLength: 25 }).map((all) =>
  all.map(
    ({ used, usdPerGb, more }, i): Prunable => ({
      candidate: { id: `c${String(i).padStart(2, "0")}`, hops: used.map(() => ({}) as never), ...more },
      usdPerGb,
      risks: used.map((link) => links[link] ?? []),
    }),
  ),
);
const isDisjoint = (a: Prunable, b: Prunable) => !a.risks.flat().some((risk) => b.risks.flat().includes(risk));
const least = (all: readonly Prunable[], measure: (one: Prunable) => number | undefined): number =>
  Math.min(...all.map((one) => measure(one) ?? Number.POSITIVE_INFINITY));

describe("engine/paths/candidates/prune-candidates", () => {
  it("keeps what is cheapest, fastest, most available and routed, and never more than it may", () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 4, max: 12 }), (all, max) => {
        const kept = pruneCandidates(all, max);

        expect(kept.length).toBeGreaterThan(0);
        expect(kept.length).toBeLessThanOrEqual(max);
        expect(new Set(kept).size).toBe(kept.length);
        for (const measure of [
          ({ usdPerGb }: Prunable) => usdPerGb,
          ({ candidate }: Prunable) => candidate.rttMs,
          ({ candidate: { availabilityRatio } }: Prunable) =>
            availabilityRatio === undefined ? undefined : -availabilityRatio,
          ({ candidate }: Prunable) => (candidate.isRouted ? 0 : 1),
        ])
          expect(least(kept, measure)).toBe(least(all, measure));
      }),
      { numRuns: 500 },
    );
  });

  it("keeps something that shares nothing with the first, where there is something", () => {
    fc.assert(
      fc.property(many, (all) => {
        const [first, ...others] = pruneCandidates(all, 8);
        const backs = (one: Prunable) => first !== undefined && isDisjoint(first, one);

        expect(others.some(backs)).toBe(all.some(backs));
      }),
      { numRuns: 500 },
    );
  });

  it("drops only what another one is as good as in everything", () => {
    fc.assert(
      fc.property(many, (all) => {
        const kept = pruneCandidates(all, Number.POSITIVE_INFINITY);
        const measures = ({ usdPerGb, candidate }: Prunable) => [
          [usdPerGb, candidate.rttMs, candidate.hops.length],
          [candidate.availabilityRatio, candidate.bandwidthMbps].map((value) => (value === undefined ? value : -value)),
          [Number(!candidate.isRouted), Number(candidate.isPublic), Number(!candidate.isEncrypted)],
        ];
        const isAsGood = (one: Prunable, other: Prunable): boolean => {
          const [mine, its] = [measures(one).flat(), measures(other).flat()];
          return mine.every((value, i) => value === its[i] || (value !== undefined && value <= (its[i] ?? -Infinity)));
        };

        for (const gone of all) expect(kept.some((one) => one === gone || isAsGood(one, gone))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("answers the same whatever the order it is asked in", () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 12 }), (all, max) => {
        expect(pruneCandidates(all.toReversed(), max)).toEqual(pruneCandidates(all, max));
      }),
      { numRuns: 200 },
    );
  });
});
