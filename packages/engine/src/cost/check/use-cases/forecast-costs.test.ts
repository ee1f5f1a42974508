import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../../test/support/bill-lines.ts";
import { aDelivery, aReport } from "../../../../../../test/support/cost-store-contract.ts";
import { memoryDeps } from "../../../../../../test/support/memory-deps.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../../test/support/topologies.ts";
import { listForecasts, showAllocations, showSpend } from "../../use-cases/show-costs.ts";
import { forecastCosts } from "./forecast-costs.ts";

const DAY_MS = 86_400_000;
const budgets = [
  { id: "web", scope: { kind: "capability", id: "web" }, monthlyUsd: 400, dailyUsd: 15 },
  { id: "all", scope: { kind: "all", id: "all" }, monthlyUsd: 100_000 },
];
const config = anInventory({
  costs: { scopes: [{ kind: "capability", id: "web", match: [{ tags: { capability: "web" } }] }], budgets },
});

/** Ten dollars a day for the web, and one for nobody, from September to a day of November, a month a delivery. */
async function billed(deps: ReturnType<typeof memoryDeps>, untilDay: number, usdOf = (_day: string): string => "10") {
  for (const [i, month] of ["2026-09", "2026-10", "2026-11"].entries()) {
    const start = Date.UTC(2026, 8 + i, 1);
    const end = i === 2 ? Date.UTC(2026, 10, untilDay) : Date.UTC(2026, 9 + i, 1);
    const days = Array.from({ length: (end - start) / DAY_MS }, (_, day) =>
      new Date(start + day * DAY_MS).toISOString().slice(0, 10),
    );
    const lines = days.flatMap((day) => [
      aBillLine({ billed: money(usdOf(day)), day, billingMonth: month, tags: { capability: "web" } }),
      aBillLine({ billed: money("1"), day, billingMonth: month }),
    ]);
    await deps.billStore.replace(
      aDelivery({ billingMonth: month, id: `aws-main/${month}/${untilDay}` }),
      lines,
      aReport({ billingMonth: month }),
    );
  }
}

describe("engine/cost/check/forecast-costs", () => {
  it("foresees the month's end of all, and of what is allocated, by days that are billed whole", async () => {
    const deps = memoryDeps(config);
    // the last day of the bill, the 20th, is not whole
    await billed(deps, 21, (day) => (day === "2026-11-20" ? "3" : "10"));

    await forecastCosts(deps, { atMs: Date.UTC(2026, 10, 22, 6) });

    const forecasts = await deps.costFindings.forecasts();
    const web = forecasts.find(({ scope }) => scope.id === "web");
    const all = forecasts.find(({ scope }) => scope.kind === "all");
    expect(web?.spentUsd).toBeCloseTo(190);
    expect(web?.monthEndUsd).toBeCloseTo(300);
    expect(all?.monthEndUsd).toBeCloseTo(330);
    expect(all).toMatchObject({ atMs: Date.UTC(2026, 10, 22, 6), dayCount: 80 });
  });

  it("tells a threshold of a budget that is passed, once", async () => {
    const deps = memoryDeps(config);
    await billed(deps, 22);

    await forecastCosts(deps, { atMs: Date.UTC(2026, 10, 22, 6) });
    await forecastCosts(deps, { atMs: Date.UTC(2026, 10, 22, 7) });
    await billed(deps, 23, (day) => (day === "2026-11-21" ? "120" : "10"));
    await forecastCosts(deps, { atMs: Date.UTC(2026, 10, 23, 6) });

    expect(deps.published.map(({ data }) => data)).toMatchObject([
      { budgetId: "web", threshold: "monthly", ratio: 0.5, usd: 200, period: "2026-11" },
      { budgetId: "web", threshold: "monthly", ratio: 0.8, usd: 320 },
      { budgetId: "web", threshold: "monthly-foreseen", ratio: 1 },
      { budgetId: "web", threshold: "daily", usd: 120, period: "2026-11-21" },
    ]);
  });

  it("judges the last day of a month by that month, when the next has begun", async () => {
    const deps = memoryDeps(config);
    await billed(deps, 31, (day) => (day === "2026-11-30" ? "200" : "10"));
    const december = aBillLine({ billed: money("10"), day: "2026-12-01", billingMonth: "2026-12" });
    await deps.billStore.replace(
      aDelivery({ billingMonth: "2026-12", id: "aws-main/2026-12/1" }),
      [december],
      aReport({ billingMonth: "2026-12" }),
    );

    await forecastCosts(deps, { atMs: Date.UTC(2026, 11, 2, 6) });

    expect(deps.published.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ threshold: "monthly", ratio: 1, usd: 490, period: "2026-11" }),
    );
  });

  it("does nothing without a bill", async () => {
    const deps = memoryDeps(config);

    expect(await forecastCosts(deps, { atMs: Date.UTC(2026, 10, 22) })).toEqual({ forecastCount: 0, exceededCount: 0 });
    expect(deps.published).toEqual([]);
  });

  it("shares a port by what each sent, in months before the meter began as in the first it counted", async () => {
    const ids = ["shop", "stock"];
    const shared = anInventory({
      flows: ids.map((id, i) => aFlow(id, "aws", "dc", { source: { ip: `10.1.1.${i + 1}` } })),
      costs: {
        scopes: ids.map((id) => ({ kind: "flow", id, match: [{ tags: { flow: id } }] })),
        shared: [{ kind: "flow", match: [{ serviceName: "AWS Direct Connect" }], by: "traffic" }],
        budgets: [{ id: "shop", scope: { kind: "flow", id: "shop" }, monthlyUsd: 220 }],
      },
    });
    const deps = memoryDeps(shared);
    for (const [i, month] of ["2026-09", "2026-10", "2026-11"].entries()) {
      const start = Date.UTC(2026, 8 + i, 1);
      const end = i === 2 ? Date.UTC(2026, 10, 21) : Date.UTC(2026, 9 + i, 1);
      const lines = Array.from({ length: (end - start) / DAY_MS }, (_, day) =>
        aBillLine({
          ...{ billed: money("10"), serviceName: "AWS Direct Connect", billingMonth: month },
          day: new Date(start + day * DAY_MS).toISOString().slice(0, 10),
        }),
      );
      await deps.billStore.replace(aDelivery({ billingMonth: month }), lines, aReport({ billingMonth: month }));
    }
    await deps.topologies.saveSnapshot(aTopology([aLink({ id: "dx", from: places.aws, to: places.dc })]));
    const slot = (flowId: string, bytes: number) => ({
      ...{ startMs: Date.UTC(2026, 10, 12, 3), flowId, connectionIds: ["dx"], bytes, usd: 0 },
    });
    await deps.meterStore.put([], [slot("shop", 3e9), slot("stock", 1e9)]);
    const nowMs = Date.UTC(2026, 10, 21, 6);

    await forecastCosts(deps, { atMs: nowMs });

    const forecasts = await deps.costFindings.forecasts();
    const of = (id: string) => forecasts.find(({ scope }) => scope.id === id);
    // nineteen whole days of ten dollars, three parts of four
    expect(of("shop")?.spentUsd).toBeCloseTo(19 * 7.5);
    expect(of("stock")?.spentUsd).toBeCloseTo(19 * 2.5);
    expect(of("shop")?.monthEndUsd).toBeCloseTo(225);
    expect(of("shop")?.dayCount).toBeGreaterThan(70);
    expect(deps.published.at(-1)?.data).toMatchObject({
      ...{ budgetId: "shop", threshold: "monthly-foreseen", usd: expect.closeTo(225, 3) },
    });

    deps.clock.advance(nowMs - deps.clock.nowMs());
    const [allocation] = (await showAllocations(deps, { by: "flow" })).allocations;
    expect(allocation?.shares.map(({ id, billed }) => [id, billed])).toEqual([
      ["shop", "150"],
      ["stock", "50"],
    ]);
    expect((await showSpend(deps, { by: "flow" })).series.map(({ id, usd }) => [id, usd[0]])).toEqual([
      ["shop", 7.5],
      ["stock", 2.5],
    ]);
    expect((await listForecasts(deps)).budgets).toMatchObject([{ spentUsd: 150, status: "foreseen" }]);
    // what was carried then is not kept, and nobody is charged by another month
    expect((await showAllocations(deps, { by: "flow", month: "2026-09" })).allocations[0]).toMatchObject({
      shares: [{ id: "(unallocated)", billed: "300" }],
      notes: [expect.stringMatching(/none of them has traffic that is known/)],
    });
  });
});
