import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { madeMonths } from "../../../../../test/bench/cost/made-months.ts";
import { type DailyCost, forecastMonth } from "./forecast-month.ts";

const DAY_MS = 86_400_000;
const scope = { kind: "all", id: "all" } as const;
const FIRST = Date.UTC(2026, 7, 1) / DAY_MS;
const at = (month: number, day: number): number => Date.UTC(2026, month - 1, day);

const daily = (days: number, usd: (day: number) => number, fee: (day: number) => number = () => 0): DailyCost => ({
  scope,
  firstDay: FIRST,
  usageUsd: Array.from({ length: days }, (_, i) => usd(FIRST + i)),
  feeUsd: Array.from({ length: days }, (_, i) => fee(FIRST + i)),
});
const dayOfMonth = (day: number): number => new Date(day * DAY_MS).getUTCDate();
const isWeekend = (day: number): boolean => [0, 6].includes(new Date(day * DAY_MS).getUTCDay());

describe("engine/cost/budget/forecast-month", () => {
  it("foresees weekdays, and fees on their day, of a month that repeats", () => {
    const cost = daily(
      100,
      (day) => (isWeekend(day) ? 40 : 100),
      (day) => (dayOfMonth(day) === 20 ? 500 : 0),
    );
    // November has nine weekend days; eleven days are gone, the fee is still to come
    const found = forecastMonth(cost, at(11, 8));

    expect(found?.monthEndUsd).toBeCloseTo(21 * 100 + 9 * 40 + 500, 0);
    expect(found?.spentUsd).toBeCloseTo(5 * 100 + 2 * 40, 6);
    expect(found?.backtestErrorRatio).toBeLessThan(0.1);
    expect(found?.dayCount).toBe(99);
    // on the day after the fee it is spent, and does not come twice
    const after = forecastMonth(
      daily(
        112,
        (day) => (isWeekend(day) ? 40 : 100),
        (day) => (dayOfMonth(day) === 20 ? 500 : 0),
      ),
      at(11, 21),
    );
    expect(after?.monthEndUsd).toBeCloseTo(21 * 100 + 9 * 40 + 500, 0);
  });

  it("a fee of the 31st comes on the last day of a month that has none", () => {
    const fee = (day: number): number => (dayOfMonth(day) === 31 ? 300 : 0);
    const found = forecastMonth(
      daily(97, () => 10, fee),
      at(11, 6),
    );
    expect(found?.monthEndUsd).toBeCloseTo(30 * 10 + 300, 6);
  });

  it("follows growth, and a level that is new", () => {
    const grown = forecastMonth(
      daily(102, (day) => 100 * 1.01 ** (day - FIRST)),
      at(11, 11),
    );
    const truth = Array.from({ length: 30 }, (_, i) => 100 * 1.01 ** (92 + i)).reduce((a, b) => a + b, 0);
    expect(Math.abs((grown?.monthEndUsd ?? 0) / truth - 1)).toBeLessThan(0.06);
    const doubled = forecastMonth(
      daily(107, (day) => (day < FIRST + 92 ? 100 : 200)),
      at(11, 16),
    );
    // a jump looks like growth for a while
    expect(Math.abs((doubled?.monthEndUsd ?? 0) / 6_000 - 1)).toBeLessThan(0.12);
  });

  it("says nothing by less than two weeks, and nothing of past months where there are none", () => {
    expect(
      forecastMonth(
        daily(13, () => 10),
        at(8, 14),
      ),
    ).toBeUndefined();
    const young = forecastMonth(
      daily(20, () => 10),
      at(8, 21),
    );
    expect(young).toMatchObject({ dayCount: 20 });
    expect(young).not.toHaveProperty("backtestErrorRatio");
    expect(young?.monthEndUsd).toBeCloseTo(310, 6);
  });

  it("of nothing it foresees nothing", () => {
    expect(
      forecastMonth(
        daily(60, () => 0),
        at(9, 20),
      ),
    ).toMatchObject({ monthEndUsd: 0, lowUsd: 0, highUsd: 0 });
  });

  it("keeps its middle within its interval, and never below what is spent", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 14, max: 150 }), (seed, days) => {
        const made = madeMonths(seed, days);
        const found = forecastMonth({ scope, ...made }, (made.firstDay + days) * DAY_MS);

        expect(found).toBeDefined();
        if (!found) return;
        expect(found.lowUsd).toBeLessThanOrEqual(found.monthEndUsd + 1e-9);
        expect(found.highUsd).toBeGreaterThanOrEqual(found.monthEndUsd - 1e-9);
        expect(found.lowUsd).toBeGreaterThanOrEqual(found.spentUsd - 1e-9);
      }),
      { numRuns: 25 },
    );
  });
});
