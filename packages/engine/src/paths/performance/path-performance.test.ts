import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { DAY_MS, type Measured, pathPerformance } from "./path-performance.ts";
import { addValues, emptySketch } from "./quantile-sketch.ts";

const prior = { p50Ms: 50, p10Ms: 42.5, p90Ms: 91 };
const today = 20_000;
const now = { nowMs: today * DAY_MS + 3_600_000 };
const measured = (values: readonly number[], { day = today, lostCount = 0 } = {}): Measured => ({
  rtt: addValues(emptySketch, values),
  weighedDay: day,
  days: [{ day, sentCount: values.length + lostCount, lostCount }],
});
/** Round trips around a median, a twentieth of them slow. */
const around = (medianMs: number, count: number) => {
  const random = seededRandom(count);
  return Array.from({ length: count }, () => medianMs * (0.97 + 0.06 * random()) * (random() < 0.05 ? 1.5 : 1));
};
const expected = (...args: Parameters<typeof pathPerformance>) => {
  const found = pathPerformance(...args);
  if (!found) throw new Error("nothing is known");
  return found;
};

describe("engine/paths/performance/path-performance", () => {
  it("is the prior where nothing was measured, with no confidence and an honest guess of loss", () => {
    expect(pathPerformance(prior, undefined, now)).toMatchObject({
      rttP50Ms: expect.closeTo(50, 9),
      rttP99Ms: expect.closeTo(62.5, 9),
      lossRatio: 0.001,
      confidence: 0,
      sampleCount: 0,
      basis: "prior",
    });
    expect(pathPerformance(prior, undefined, now)).not.toHaveProperty("jitterMs");
    expect(pathPerformance(undefined, undefined, now)).toBeUndefined();
  });

  it("lies between what was thought and what was measured, and moves to it as samples come", () => {
    fc.assert(
      fc.property(fc.double({ min: 20, max: 200, noNaN: true }), fc.integer({ min: 20, max: 5_000 }), (ms, count) => {
        const few = expected(prior, measured(around(ms, count)), now);
        const many = expected(prior, measured(around(ms, count * 10)), now);
        expect(few.rttP50Ms).toBeGreaterThan(Math.min(50, ms) * 0.97);
        expect(few.rttP50Ms).toBeLessThan(Math.max(50, ms) * 1.05);
        expect(Math.abs(many.rttP50Ms / ms - 1)).toBeLessThan(Math.abs(few.rttP50Ms / ms - 1) + 0.04);
        expect(many.confidence).toBeGreaterThan(few.confidence);
        expect(many.confidence).toBeLessThan(1);
      }),
    );
  });

  it("says on what it rests", () => {
    expect(expected(prior, measured(around(80, 20)), now).basis).toBe("mixed");
    expect(expected(prior, measured(around(80, 28_800)), now).basis).toBe("measured");
    expect(expected(undefined, measured(around(80, 20)), now).basis).toBe("measured");
  });

  it("knows the slow ones and the jitter once there are enough samples", () => {
    const day = expected(prior, measured(around(80, 28_800)), now);

    expect(Math.abs(day.rttP50Ms / 80 - 1)).toBeLessThan(0.02);
    expect(day.rttP99Ms / day.rttP50Ms).toBeGreaterThan(1.4);
    expect(day.jitterMs).toBeGreaterThan(1);
    expect(day.jitterMs).toBeLessThan(3);
  });

  it("believes in loss as far as it was seen, and says what it is at most", () => {
    const one = expected(prior, measured(around(50, 19), { lostCount: 1 }), now);
    const many = expected(prior, measured(around(50, 19_000), { lostCount: 1_000 }), now);

    expect(one.lossRatio).toBeLessThan(0.005);
    expect(many.lossRatio).toBeCloseTo(0.049, 2);
    expect(many.lossAtMostRatio).toBeGreaterThan(many.lossRatio);
    expect(many.lossAtMostRatio - many.lossRatio).toBeLessThan(one.lossAtMostRatio - one.lossRatio);
  });

  it("forgets: what is old weighs half after a week, and all but nothing after a year", () => {
    const values = around(80, 2_000);
    const fresh = expected(prior, measured(values), now);
    const week = expected(prior, measured(values, { day: today - 7 }), now);
    const year = expected(prior, measured(values, { day: today - 365 }), now);

    expect(week.sampleCount).toBeCloseTo(fresh.sampleCount / 2, 6);
    expect(week.confidence).toBeLessThan(fresh.confidence);
    expect(year.confidence).toBeLessThan(0.01);
    expect(year.rttP50Ms).toBeCloseTo(50, 1);
    expect(
      expected(prior, measured(values, { day: today - 7 }), { ...now, halfLifeDays: 70 }).sampleCount,
    ).toBeGreaterThan(week.sampleCount);
  });

  it("stays with the prior where every probe was lost", () => {
    const lost = expected(prior, measured([], { lostCount: 500 }), now);

    expect(lost).toMatchObject({ basis: "prior", confidence: 0, rttP50Ms: expect.closeTo(50, 9) });
    expect(lost.lossRatio).toBeCloseTo(0.5, 2);
  });
});
