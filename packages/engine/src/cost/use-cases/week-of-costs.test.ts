import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { aForecast, anAnomaly, aRecommendation } from "../../../../../test/support/cost-findings.ts";
import { aDelivery, aReport } from "../../../../../test/support/cost-store-contract.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { anInventory } from "../../../../../test/support/topologies.ts";
import { wordWeek } from "../words/index.ts";
import { weekOfCosts } from "./week-of-costs.ts";

/** A Monday, eight in the morning. */
const NOW_MS = Date.UTC(2026, 10, 23, 8);
const DAY_MS = 86_400_000;
const costs = {
  bills: [{ id: "aws-main", cloud: "aws", format: "focus", at: "file:bills" }],
  scopes: [{ kind: "capability", id: "web", match: [{ tags: { capability: "web" } }] }],
  budgets: [
    { id: "all", scope: { kind: "all", id: "all" }, monthlyUsd: 150 },
    { id: "web", scope: { kind: "capability", id: "web" }, monthlyUsd: 400 },
  ],
};
const ready = (more: object = costs) => {
  const deps = memoryDeps(anInventory({ estate: "globalcart", costs: more }));
  deps.clock.advance(NOW_MS - deps.clock.nowMs());
  return deps;
};
/** Days of November up to one, a line each. */
const bill = (deps: ReturnType<typeof ready>, untilDay: number, usdOf: (day: number) => string) =>
  deps.billStore.replace(
    aDelivery({ id: "aws-main/2026-11/1", source: "aws-main", billingMonth: "2026-11" }),
    Array.from({ length: untilDay }, (_, i) =>
      aBillLine({
        day: `2026-11-${String(i + 1).padStart(2, "0")}`,
        billed: money(usdOf(i + 1)),
        tags: { capability: "web" },
      }),
    ),
    aReport({ billingMonth: "2026-11" }),
  );

const toldOf = async (deps: ReturnType<typeof ready>) => {
  const week = await weekOfCosts(deps, Date.UTC(2026, 10, 23));
  return week && wordWeek(week);
};

describe("engine/cost/use-cases/week-of-costs", () => {
  it("tells a week beside the one before it, what is wrong with it, and which budgets will not last", async () => {
    const deps = ready();
    await bill(deps, 23, (day) => (day >= 16 ? "15" : "10"));
    await deps.costFindings.putAnomaly(anAnomaly({ usdPerDay: 360 }));
    await deps.costFindings.putRecommendation(aRecommendation());
    await deps.costFindings.putForecasts([
      aForecast({ atMs: NOW_MS, scope: { kind: "capability", id: "web" }, monthEndUsd: 420 }),
    ]);

    const alert = await toldOf(deps);

    expect(alert).toMatchObject({
      id: "costs-globalcart-2026-11-23",
      urgency: "notice",
      title: "globalcart: $105 in the week before 2026-11-23, +$35 (+50 %)",
    });
    expect(alert?.lines).toEqual([
      "capability web: $105, +$35 (+50 %)",
      "too much: flow orders, $360 a day, misrouting",
      "could be saved: $37 a month, first vpn-7 carries nothing",
      "budget all: all has spent $270 of $150 in 2026-11",
      "budget web: capability web will spend $420 of $400 in 2026-11",
    ]);
  });

  it("takes the seven days that are billed whole, where bills are late", async () => {
    const deps = ready();
    // the last day of a bill is seldom whole
    await bill(deps, 20, (day) => (day === 20 ? "1" : "10"));

    expect((await toldOf(deps))?.title).toBe("globalcart: $70 in the week before 2026-11-20, +$0 (+0 %)");
  });

  it("says so where no bill has come, and nothing where none is named", async () => {
    expect((await toldOf(ready()))?.title).toBe("globalcart: no bill of the week before 2026-11-23 is there");
    expect(await toldOf(ready({}))).toBeUndefined();
  });

  it("what was not saved is told in its week, once", async () => {
    const deps = ready();
    const verified = (atMs: number) => ({
      ...{
        atMs,
        savedUsd: 1,
        savedLowUsd: 0,
        savedHighUsd: 2,
        daysBefore: 14,
        daysAfter: 14,
        says: "36 that it should",
      },
    });
    for (const [id, daysAgo] of [
      ["old", 8],
      ["new", 2],
    ] as const)
      await deps.costFindings.putRecommendation(
        aRecommendation({
          id: `cr-zombie-vpn-${id}`,
          title: `the ${id} one`,
          status: "not-verified",
          verified: verified(NOW_MS - daysAgo * DAY_MS),
        }),
      );

    expect((await toldOf(deps))?.lines).toEqual(["not saved: the new one, $1 a month of 36 that it should"]);
  });

  it("names from outside are one line", async () => {
    const deps = ready();
    await deps.costFindings.putAnomaly(anAnomaly({ scope: { kind: "service", id: "a\n<!channel>\u202e" } }));

    expect((await toldOf(deps))?.lines.every((line) => !/[\n\u202e]/.test(line))).toBe(true);
  });
});
