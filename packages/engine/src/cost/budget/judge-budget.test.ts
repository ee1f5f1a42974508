import { Budget } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BudgetFacts, judgeBudget } from "./judge-budget.ts";

const budget = Budget.parse({
  id: "data",
  scope: { kind: "team", id: "data" },
  monthlyUsd: 1_000,
  dailyUsd: 50,
  emergencyUsdPerDay: 200,
});
const NOW_MS = Date.UTC(2026, 10, 22, 12);
const judge = (facts: Omit<BudgetFacts, "nowMs">, told: readonly string[] = [], nowMs = NOW_MS) =>
  judgeBudget(budget, { nowMs, ...facts }, told);
const words = ({ exceeded }: ReturnType<typeof judge>): readonly string[] =>
  exceeded.map(({ threshold, ratio, period }) => `${threshold}${ratio === undefined ? "" : ` ${ratio}`} ${period}`);

describe("engine/cost/budget/judge-budget", () => {
  it.each([
    [{ spentUsd: 499.99 }, []],
    [{ spentUsd: 500 }, ["monthly 0.5 2026-11"]],
    // the higher one says all
    [{ spentUsd: 850 }, ["monthly 0.8 2026-11"]],
    [{ spentUsd: 1_200 }, ["monthly 1 2026-11"]],
    [{ spentUsd: 400, forecast: { monthEndUsd: 1_000 } }, ["monthly-foreseen 1 2026-11"]],
    [{ spentUsd: 400, forecast: { monthEndUsd: 999 } }, []],
    // what is spent is not foreseen as well
    [{ spentUsd: 1_000, forecast: { monthEndUsd: 1_300 } }, ["monthly 1 2026-11"]],
    [{ spentUsd: 0, day: { day: "2026-11-21", usd: 50 } }, ["daily 2026-11-21"]],
    // nobody needs to know of a day of two months ago, and would again and again
    [{ spentUsd: 0, day: { day: "2026-09-21", usd: 50 } }, []],
    [{ spentUsd: 0, meteredUsdPerDay: 200 }, ["emergency 2026-11-22"]],
    [{ spentUsd: 0, meteredUsdPerDay: 199, day: { day: "2026-11-21", usd: 49 } }, []],
  ])("of %j it tells %j", (facts, told) => {
    expect(words(judge(facts))).toEqual(told);
  });

  it("tells each once a period, and again in the next", () => {
    const facts = { spentUsd: 850, day: { day: "2026-11-21", usd: 60 }, meteredUsdPerDay: 300 };
    const first = judge(facts);
    const second = judge({ ...facts, spentUsd: 900 }, first.told);
    const tomorrow = judge({ ...facts, day: { day: "2026-11-22", usd: 60 } }, second.told, NOW_MS + 86_400_000);
    const nextMonth = judge({ spentUsd: 850 }, tomorrow.told, Date.UTC(2026, 11, 22));

    expect(words(first)).toEqual(["monthly 0.8 2026-11", "daily 2026-11-21", "emergency 2026-11-22"]);
    expect(words(second)).toEqual([]);
    expect(words(tomorrow)).toEqual(["daily 2026-11-22", "emergency 2026-11-23"]);
    expect(words(nextMonth)).toEqual(["monthly 0.8 2026-12"]);
    // a lower part that was passed with a higher one is not told after
    expect(words(judge({ spentUsd: 600 }, first.told))).toEqual([]);
  });

  it("tells a month's parts in rising order at most once each, however spending goes", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { maxLength: 30 }), (steps) => {
        let [spentUsd, told] = [0, [] as readonly string[]];
        const ratios: number[] = [];
        for (const step of steps) {
          spentUsd += step;
          const judged = judge({ spentUsd }, told);
          told = judged.told;
          for (const { ratio } of judged.exceeded) ratios.push(ratio ?? 0);
        }
        expect(ratios).toEqual([...new Set(ratios)].toSorted((a, b) => a - b));
        expect(ratios.length > 0).toBe(spentUsd >= 500);
      }),
    );
  });
});
