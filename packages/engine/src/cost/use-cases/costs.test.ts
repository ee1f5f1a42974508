import { contract, METER_SLOT_MS } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { aForecast, anAnomaly, aRecommendation } from "../../../../../test/support/cost-findings.ts";
import { aDelivery, aReport } from "../../../../../test/support/cost-store-contract.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { anInventory } from "../../../../../test/support/topologies.ts";
import { orderAnomaly, orderRecommendation } from "./answer-costs.ts";
import {
  listAnomalies,
  listBills,
  listForecasts,
  listRecommendations,
  showAllocations,
  showCostSummary,
  showMeter,
  showReconciliation,
  showSpend,
  showTransfers,
} from "./show-costs.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 6, 20);
const HOUR_MS = 3_600_000;
const config = anInventory({
  costs: {
    bills: [
      { id: "aws-main", cloud: "aws", format: "focus", at: "file:bills/aws" },
      { id: "gcp-main", cloud: "gcp", format: "gcp-billing", at: "gs://bills/export" },
    ],
    scopes: [{ kind: "team", id: "web", match: [{ tags: { team: "web" } }] }],
    budgets: [{ id: "all", scope: { kind: "all", id: "all" }, monthlyUsd: 100 }],
  },
});
const ready = async () => {
  const deps = memoryDeps(config);
  deps.clock.advance(NOW_MS - deps.clock.nowMs());
  await deps.billStore.replace(
    aDelivery({ id: "aws-main/2026-11/1", source: "aws-main", billingMonth: "2026-11" }),
    [
      aBillLine({ day: "2026-11-20", tags: { team: "web" }, billed: money("10.5") }),
      aBillLine({
        day: "2026-11-21",
        billed: money("4"),
        transfer: { kind: "cross-cloud", from: { cloud: "aws" }, to: { cloud: "gcp" } },
        usage: { quantity: 50, unit: "GB" },
      }),
    ],
    aReport({
      deliveryId: "aws-main/2026-11/1",
      billingMonth: "2026-11",
      billed: { USD: "14.5" },
      atMs: NOW_MS - HOUR_MS,
    }),
  );
  return deps;
};

describe("engine/cost/use-cases/show-costs", () => {
  it("answers each route as its contract says, with bills and without", async () => {
    for (const deps of [await ready(), memoryDeps(config)]) {
      const answers = {
        "GET /v1/costs/summary": await showCostSummary(deps, {}),
        "GET /v1/costs/spend": await showSpend(deps, { by: "team" }),
        "GET /v1/costs/allocations": await showAllocations(deps, { by: "team" }),
        "GET /v1/costs/transfers": await showTransfers(deps, {}),
        "GET /v1/costs/anomalies": await listAnomalies(deps),
        "GET /v1/costs/recommendations": await listRecommendations(deps),
        "GET /v1/costs/forecasts": await listForecasts(deps),
        "GET /v1/costs/bills": await listBills(deps, {}),
        "GET /v1/costs/meter": await showMeter(deps),
        "GET /v1/costs/reconciliation": await showReconciliation(deps, {}),
      } as const;
      // as it is after its way over the wire
      for (const [route, answer] of Object.entries(answers))
        expect(
          contract[route as keyof typeof answers].answer.safeParse(JSON.parse(JSON.stringify(answer))).error,
        ).toBeUndefined();
    }
  });

  it("shows the month that it is, unless another is asked for", async () => {
    const deps = await ready();

    expect((await showSpend(deps, { by: "team" })).totalUsd).toEqual([10.5, 4]);
    expect((await showSpend(deps, { by: "team", month: "2026-10" })).days).toEqual([]);
    expect((await showTransfers(deps, {})).transfers).toMatchObject([{ billed: "4", gb: 50, currency: "USD" }]);
  });

  it("says what needs somebody", async () => {
    const deps = await ready();
    await deps.costFindings.putAnomaly(anAnomaly({ usdPerDay: 360 }));
    await deps.costFindings.putAnomaly(anAnomaly({ id: "ca-flow-orders-2", status: "snoozed", usdPerDay: 9 }));
    await deps.costFindings.putRecommendation(aRecommendation({ savingUsd: 36.5 }));
    await deps.costFindings.putForecasts([aForecast({ atMs: NOW_MS, monthEndUsd: 150 })]);

    expect(await showCostSummary(deps, {})).toMatchObject({
      month: "2026-11",
      billed: { USD: "14.5" },
      takenAtMs: NOW_MS - HOUR_MS,
      forecast: { monthEndUsd: 150 },
      anomalies: { openCount: 1, usdPerDay: 360 },
      recommendations: { openCount: 1, savingUsd: 36.5 },
      budgets: { count: 1, passedCount: 0, foreseenCount: 1 },
    });
  });

  it("forgets what was foreseen of another month", async () => {
    const deps = await ready();
    await deps.costFindings.putForecasts([aForecast({ atMs: Date.UTC(2026, 9, 30) })]);

    expect(await listForecasts(deps)).toMatchObject({ forecasts: [], budgets: [{ spentUsd: 14.5, status: "within" }] });
  });

  it("tells which source has no bill", async () => {
    const deps = await ready();

    const { sources, reports, since } = await listBills(deps, {});

    expect(sources.map(({ id, takenAtMs }) => [id, takenAtMs])).toEqual([
      ["aws-main", NOW_MS - HOUR_MS],
      ["gcp-main", undefined],
    ]);
    expect([since, reports.length]).toEqual(["2026-09", 1]);
  });

  it("shows links and flows by the meter, in whole hours of the last day", async () => {
    const deps = await ready();
    const slot = { connectionId: "dx", fromKey: "a", toKey: "b", bytes: 1e9, coverageRatio: 1, priceRowIds: [] };
    const at = (hoursAgo: number) => Math.floor(NOW_MS / HOUR_MS) * HOUR_MS - hoursAgo * HOUR_MS;
    const starts = [at(25), at(24), at(1), at(0)];
    expect(starts.every((ms) => ms % METER_SLOT_MS === 0)).toBe(true);
    await deps.meterStore.put(
      starts.map((startMs) => ({ ...slot, startMs, usd: 2 })),
      [{ startMs: at(1), flowId: "orders", connectionIds: ["dx"], bytes: 5, usd: 1 }],
    );

    const { links } = await showMeter(deps);
    const byLink = await showSpend(deps, { by: "link" });
    const byFlow = await showSpend(deps, { by: "flow" });

    expect(links).toMatchObject([{ connectionId: "dx", usd: 4, bytes: 2e9 }]);
    expect([links[0]?.hourlyUsd[0], links[0]?.hourlyUsd[23], links[0]?.hourlyUsd[1]]).toEqual([2, 2, null]);
    expect(byLink).toMatchObject({ from: "meter", days: ["2026-11-21", "2026-11-22"], totalUsd: [4, 4] });
    expect(byFlow.series).toMatchObject([{ id: "orders", usd: [1] }]);
  });

  it("lists what is open before what is over, the dearest first", async () => {
    const deps = await ready();
    for (const [id, more] of [
      ["a", { status: "ended", usdPerDay: 900 }],
      ["b", { usdPerDay: 10 }],
      ["c", { status: "snoozed", usdPerDay: 500 }],
      ["d", { usdPerDay: 100 }],
    ] as const)
      await deps.costFindings.putAnomaly(anAnomaly({ id: `ca-flow-orders-${id}`, ...more }));

    const { anomalies } = await listAnomalies(deps);

    expect(anomalies.map(({ id }) => id.at(-1))).toEqual(["d", "b", "c", "a"]);
  });
});

describe("engine/cost/use-cases/answer-costs", () => {
  it("keeps what a person says, and by whom", async () => {
    const deps = await ready();
    await deps.costFindings.putAnomaly(anAnomaly());
    await deps.costFindings.putRecommendation(aRecommendation({ raisedAtMs: NOW_MS - HOUR_MS }));

    await orderAnomaly(deps, "ca-flow-orders-1", "dismiss", { note: "a sale" }, "ops@globalcart.example");
    await orderRecommendation(deps, "cr-zombie-vpn-1", "done", { note: "" }, "ops@globalcart.example");

    expect(await deps.costFindings.anomalies()).toMatchObject([
      { status: "dismissed", feedback: { verdict: "expected", by: "ops@globalcart.example", note: "a sale" } },
    ]);
    expect(await deps.costFindings.recommendations()).toMatchObject([{ status: "accepted", doneAtMs: NOW_MS }]);
  });

  it("is answered where looks are made: the Region that does not act writes nothing", async () => {
    const deps = await ready();
    await deps.costFindings.putAnomaly(anAnomaly());
    await deps.costFindings.putRecommendation(aRecommendation());
    await deps.regionLease.take("us-east-1", undefined);
    const pair = { ...config, regions: { home: "us-east-1", standby: "us-west-2" } } as typeof config;
    const standby = { ...deps, config: pair, regionId: "us-west-2" };
    const before = [await deps.costFindings.anomalies(), await deps.costFindings.recommendations()];

    for (const said of [
      orderAnomaly(standby, "ca-flow-orders-1", "dismiss", { note: "" }, "x"),
      orderRecommendation(standby, "cr-zombie-vpn-1", "accept", { note: "" }, "x"),
    ])
      await expect(said).rejects.toMatchObject({ code: "ERR_REGION_STANDBY" });

    expect([await deps.costFindings.anomalies(), await deps.costFindings.recommendations()]).toEqual(before);
  });

  it("refuses what is not there, and says where to look", async () => {
    const deps = await ready();

    await expect(orderAnomaly(deps, "ca-flow-none-1", "confirm", { note: "" }, "x")).rejects.toMatchObject({
      code: "ERR_ANOMALY_MISSING",
      message: expect.stringContaining("GET /v1/costs/anomalies"),
    });
    await expect(orderRecommendation(deps, "cr-none-1", "accept", { note: "" }, "x")).rejects.toMatchObject({
      code: "ERR_RECOMMENDATION_MISSING",
    });
  });
});
