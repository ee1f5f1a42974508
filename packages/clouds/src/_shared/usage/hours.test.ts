import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { highestOfHours } from "./hours.ts";
import { POINT_MS } from "./usage.ts";

const HOUR_MS = 3_600_000;
const FROM = Date.UTC(2026, 10, 2);
const points = (values: readonly (number | undefined)[]) =>
  new Map(values.flatMap((value, i) => (value === undefined ? [] : [[FROM + i * POINT_MS, value] as const])));
const hoursOf = (values: readonly (number | undefined)[], hours: number) =>
  highestOfHours(points(values), { fromMs: FROM, toMs: FROM + hours * HOUR_MS });

describe("clouds/shared/usage/hours", () => {
  it("is the highest five minutes of an hour, and nothing where one of them is missing or no number", () => {
    const hour: readonly (number | undefined)[] = Array.from({ length: 12 }, (_, i) => i / 100);

    expect(hoursOf([...hour, ...hour.with(3, undefined), ...hour.with(5, Number.NaN), ...hour.with(5, -1)], 5)).toEqual(
      [0.11, undefined, undefined, undefined, undefined],
    );
    expect(hoursOf(hour.with(0, 1.004), 1)).toEqual([1]);
    expect(hoursOf([], 0)).toEqual([]);
  });

  it("never says less than any of its points, nor more than all there is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }), { maxLength: 60 }),
        (values) => {
          const hours = hoursOf(values, 5);
          expect(hours).toHaveLength(5);
          values.forEach((value, i) => {
            const hour = hours[Math.floor(i / 12)];
            if (value !== undefined && hour !== undefined) expect(hour).toBeGreaterThanOrEqual(value);
            if (value === undefined) expect(hour).toBeUndefined();
          });
        },
      ),
    );
  });
});
