import { REQUEST_BOUNDS_MS } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aMinute } from "../../../../../test/support/request-facts.ts";
import { quantileBounds, slowerCount } from "./histogram.ts";

const durations = fc.array(
  fc.oneof(fc.double({ min: 0, max: 20_000, noNaN: true }), fc.constantFrom(...REQUEST_BOUNDS_MS)),
  {
    minLength: 1,
    maxLength: 60,
  },
);

describe("engine/query/requests/histogram", () => {
  it("holds the true count of slower ones between its bounds, and is exact at the bounds of the histogram", () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0.001, max: 20_000, noNaN: true }), (took, thanMs) => {
        for (const limit of [thanMs, ...REQUEST_BOUNDS_MS]) {
          const truth = took.filter((ms) => ms > limit).length;
          const { low, high } = slowerCount(aMinute(took), limit);

          expect(low).toBeLessThanOrEqual(truth);
          expect(high).toBeGreaterThanOrEqual(truth);
          if (limit !== thanMs) expect([low, high]).toEqual([truth, truth]);
        }
      }),
    );
  });

  it("holds the true quantile of several minutes together between its bounds", () => {
    fc.assert(
      fc.property(
        fc.array(durations, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(0.5, 0.95, 0.99),
        (minutes, rank) => {
          const sorted = minutes.flat().sort((a, b) => a - b);
          const truth = sorted[Math.max(1, Math.ceil(rank * sorted.length)) - 1] ?? 0;
          const bounds = quantileBounds(
            minutes.map((took) => aMinute(took)),
            rank,
          );

          expect(bounds?.low).toBeLessThanOrEqual(truth);
          expect(bounds?.high).toBeGreaterThanOrEqual(truth);
        },
      ),
    );
  });

  it("knows no quantile of nothing", () => {
    expect(quantileBounds([], 0.5)).toBeUndefined();
    expect(slowerCount(aMinute([]), 5)).toEqual({ low: 0, high: 0 });
  });

  it("takes the quantile of a week of many services", () => {
    const week = Array.from({ length: 200_000 }, () => aMinute([12, 480]));

    expect(quantileBounds(week, 0.5)).toEqual({ low: 10, high: 25 });
  });
});
