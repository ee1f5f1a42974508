import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestSeveral, bestSingle, levelsOf, outlookOf } from "./commitment-plan.ts";
import type { CommitmentOffer, OnDemandPool } from "./inputs.ts";
import { recommend } from "./recommend.ts";

const offer = (id: string, discountRatio: number, ...poolIds: string[]): CommitmentOffer => ({
  id,
  discountRatio,
  poolIds,
  termMonths: 12,
});
const hourly = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 24, maxLength: 96 });
const pool = (id: string, hourlyUsd: readonly number[]): OnDemandPool => ({ id, hourlyUsd });
const hours = (value: (i: number) => number): readonly number[] => Array.from({ length: 8 * 168 }, (_, i) => value(i));

describe("engine/cost/recommend: commitments", () => {
  it("a single one is the best of all amounts", () => {
    fc.assert(
      fc.property(
        hourly,
        fc.double({ min: 0.05, max: 0.7, noNaN: true }),
        fc.double({ min: 0, max: 1.5, noNaN: true }),
        (use, discount, factor) => {
          const [offers, pools] = [[offer("sp", discount, "a")], [pool("a", use)]];
          const [only] = offers;
          if (!only) return;
          const best = bestSingle(only, pools, [1]);
          const saved = (usdPerHour: number): number =>
            outlookOf([{ offerId: "sp", usdPerHour }], offers, pools, [1]).savedUsdPerHour;

          expect(saved(best.usdPerHour)).toBeGreaterThanOrEqual(saved(best.usdPerHour * factor) - 1e-9);
          expect(saved(best.usdPerHour)).toBeGreaterThanOrEqual(-1e-9);
        },
      ),
    );
  });

  it("several are never worse than none, nor than the best of them alone by more than a step", () => {
    fc.assert(
      fc.property(
        hourly,
        hourly,
        fc.double({ min: 0.1, max: 0.6, noNaN: true }),
        fc.double({ min: 0.1, max: 0.6, noNaN: true }),
        (a, b, wide, narrow) => {
          const offers = [offer("wide", wide, "a", "b"), offer("narrow", narrow, "a")];
          const pools = [pool("a", a), pool("b", b)];
          const levels = [0.8, 1, 1.1];
          const saved = (choices: Parameters<typeof outlookOf>[0]): number =>
            outlookOf(choices, offers, pools, levels).savedUsdPerHour;
          const together = saved(bestSeveral(offers, pools, levels));

          expect(together).toBeGreaterThanOrEqual(-1e-9);
          for (const one of offers) {
            const alone = bestSingle(one, pools, levels);
            expect(together).toBeGreaterThanOrEqual(saved([alone]) - alone.usdPerHour / 32 - 1e-9);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("covers what always runs, and says what is used of it", () => {
    // ten dollars an hour always, ten more at day
    const pools = [
      pool(
        "a",
        hours((i) => (i % 24 < 12 ? 10 : 20)),
      ),
    ];
    const [found] = recommend({ nowMs: 0, commitments: { offers: [offer("sp", 0.3, "a")], pools } });

    // half of the hours use more than ten, and half is less than a discount of 0.3 asks for
    expect(found).toMatchObject({ kind: "commitment", risk: "low" });
    expect(found?.savingUsd).toBeCloseTo(3 * 730, 6);
    expect(found?.title).toContain("$7 an hour");
    expect(found?.evidence.join("\n")).toContain("100 % of it is used");
    expect(recommend({ nowMs: 0, commitments: { offers: [offer("sp", 0.6, "a")], pools } })[0]?.title).toContain(
      "$8 an hour",
    );
  });

  it("buys less of what has been falling, and nothing by less than four weeks", () => {
    const falling = [
      pool(
        "a",
        hours((i) => 10 * 0.8 ** Math.floor(i / 168)),
      ),
    ];
    const levels = levelsOf(falling);
    const bought = (use: readonly OnDemandPool[]): number =>
      bestSingle(offer("sp", 0.3, "a"), use, levelsOf(use)).usdPerHour;

    expect(levels[5]).toBeLessThan(0.6);
    expect(bought(falling)).toBeLessThan(
      bought([
        pool(
          "a",
          hours(() => 10 * 0.8 ** 7),
        ),
      ]),
    );
    const short = [pool("a", hours(() => 10).slice(0, 600))];
    expect(recommend({ nowMs: 0, commitments: { offers: [offer("sp", 0.3, "a")], pools: short } })).toEqual([]);
  });
});
