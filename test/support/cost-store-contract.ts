import type {
  BillDelivery,
  BillStore,
  BudgetToldStore,
  CostFindingStore,
  IngestReport,
  MeterStore,
} from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "./bill-lines.ts";
import { aForecast, anAnomaly, aRecommendation } from "./cost-findings.ts";

const QUARTER_MS = 900_000;
/** Six in the evening, UTC: two days, and three blocks of them, are near. */
const START_MS = Date.UTC(2026, 10, 20, 18);

export const aDelivery = (more: Partial<BillDelivery> = {}): BillDelivery => ({
  id: "aws-main/2026-11/run-1",
  source: "aws-main",
  cloud: "aws",
  format: "focus",
  billingMonth: "2026-11",
  files: [{ name: "a.csv", version: "1", bytes: 10 }],
  writtenAtMs: START_MS,
  ...more,
});

export const aReport = (more: Partial<IngestReport> = {}): IngestReport => ({
  deliveryId: "aws-main/2026-11/run-1",
  billingMonth: "2026-11",
  writtenAtMs: START_MS,
  status: "taken",
  rowCount: 1,
  takenCount: 1,
  setAsideCount: 0,
  byFault: {},
  deviations: [],
  setAside: [],
  billed: { USD: "1" },
  setAsideBilled: {},
  atMs: START_MS,
  ...more,
});

/** What every store of bills does. */
export const testBillStore = (open: () => Promise<BillStore>) =>
  describe("keeps bills", () => {
    const line = aBillLine({
      billed: money("-0.000000000001"),
      effective: money("123456789012.123456789012"),
      tags: { capability: "web" },
      usage: { quantity: 1.5, unit: "GB" },
      transfer: { kind: "cross-cloud", from: { cloud: "aws" }, to: { cloud: "internet" } },
      commitment: { id: "sp-1", category: "Spend", isUsed: false },
    });

    it("to the last 10⁻¹² of each amount", async () => {
      const store = await open();

      await store.replace(aDelivery(), [line], aReport());

      expect(await store.lines("2026-11")).toEqual([line]);
      expect(await store.taken("aws-main", "2026-11")).toEqual(aReport());
    });

    it("one delivery for each source and month: the newer takes the place of the one before", async () => {
      const store = await open();
      const lines = ["1", "2", "3"].map((usd) => aBillLine({ billed: money(usd) }));
      const newer = aReport({ deliveryId: "aws-main/2026-11/run-2", rowCount: 1 });

      await store.replace(aDelivery(), lines, aReport());
      await store.replace(aDelivery({ source: "gcp", id: "gcp/2026-11/1" }), [line], aReport({ deliveryId: "gcp" }));
      await store.replace(aDelivery({ id: newer.deliveryId }), lines.slice(1, 2), newer);

      expect((await store.lines("2026-11")).toSorted((a, b) => Number(a.billed - b.billed))).toEqual([line, lines[1]]);
      expect((await store.taken("aws-main", "2026-11"))?.deliveryId).toBe(newer.deliveryId);
    });

    it("the same twice as once, and one that says nothing as nothing", async () => {
      const store = await open();

      await store.replace(aDelivery(), [line, line], aReport());
      await store.replace(aDelivery(), [line, line], aReport());
      await store.replace(aDelivery({ source: "empty" }), [], aReport({ deliveryId: "empty" }));

      expect(await store.lines("2026-11")).toEqual([line, line]);
      expect(await store.reports("2026-11")).toHaveLength(2);
    });

    it("hours on demand beside the lines, and none where one bill of the month was taken without them", async () => {
      const store = await open();
      const startMs = Date.UTC(2026, 10, 1);
      const bill = (usd: number) => ({
        rules: "r-1",
        pools: [
          { offerIds: ["compute", "ec2"], startMs, hourlyUsd: [usd, 0, 0.1 + 0.2] },
          { offerIds: ["compute"], startMs },
        ],
      });
      expect(await store.onDemand("2026-11")).toEqual([]);

      await store.replace(aDelivery(), [line], aReport(), bill(1));
      await store.replace(aDelivery(), [line], aReport(), bill(2));
      expect(await store.onDemand("2026-11")).toEqual([bill(2)]);
      expect(await store.lines("2026-11")).toEqual([line]);

      await store.replace(aDelivery({ source: "gcp" }), [], aReport(), { rules: "r-2", pools: [] });
      expect(await store.onDemand("2026-11")).toEqual([bill(2), { rules: "r-2", pools: [] }]);
      await store.replace(aDelivery({ source: "gcp" }), [], aReport());
      expect(await store.onDemand("2026-11")).toBeUndefined();
      expect(await store.onDemand("2026-10")).toEqual([]);
    });

    it("by month: what is asked for, and reports from a month on", async () => {
      const store = await open();
      for (const month of ["2026-09", "2026-10", "2026-11"])
        await store.replace(
          aDelivery({ billingMonth: month }),
          [aBillLine({ billed: money("1"), billingMonth: month })],
          aReport({ billingMonth: month }),
        );

      expect((await store.lines("2026-10")).map(({ billingMonth }) => billingMonth)).toEqual(["2026-10"]);
      expect((await store.reports("2026-10")).map(({ billingMonth }) => billingMonth)).toEqual(["2026-10", "2026-11"]);
      expect(await store.lines("2026-08")).toEqual([]);
      expect(await store.taken("aws-main", "2026-08")).toBeUndefined();
    });
  });

/** What every store of the meter does. */
export const testMeterStore = (open: () => Promise<MeterStore>) =>
  describe("keeps what was metered", () => {
    const slot = (at: number, more: Partial<Parameters<MeterStore["put"]>[0][number]> = {}) => ({
      startMs: START_MS + at * QUARTER_MS,
      connectionId: "dx-1",
      fromKey: "aws/vpc-1",
      toKey: "onprem/dc-1",
      bytes: 1_000_000_007,
      coverageRatio: 1,
      usd: 0.1 + 0.2,
      priceRowIds: ["aws-dto-1"],
      ...more,
    });
    const flow = (at: number, more: Partial<Parameters<MeterStore["put"]>[1][number]> = {}) => ({
      startMs: START_MS + at * QUARTER_MS,
      flowId: "orders",
      connectionIds: ["dx-1"],
      bytes: 5,
      usd: 0.000_001,
      ...more,
    });
    const all = { fromMs: START_MS, toMs: START_MS + 40 * QUARTER_MS };

    it("slots of links and flows, in their order and of the time that is asked for", async () => {
      const store = await open();
      const slots = [0, 1, 23, 24, 30].map((at) => slot(at));
      const flows = [0, 24, 30].map((at) => flow(at));

      await store.put(slots.toReversed(), flows.toReversed());

      expect(await store.read(all)).toEqual({ slots, flows });
      expect(await store.read({ fromMs: slot(1).startMs, toMs: slot(24).startMs })).toEqual({
        slots: [slot(1), slot(23)],
        flows: [],
      });
      expect(await store.read({ fromMs: 0, toMs: QUARTER_MS })).toEqual({ slots: [], flows: [] });
    });

    it("an unknown price as unknown, never as nothing", async () => {
      const store = await open();
      const { usd: _, ...unpriced } = slot(0, { priceRowIds: [] });
      const { usd: __, ...flowUnpriced } = flow(0);

      await store.put([unpriced, slot(1, { usd: 0 })], [flowUnpriced]);

      expect(await store.read(all)).toEqual({ slots: [unpriced, slot(1, { usd: 0 })], flows: [flowUnpriced] });
    });

    it("the same twice as once", async () => {
      const store = await open();
      const slots = [slot(0), slot(0, { fromKey: "onprem/dc-1", toKey: "aws/vpc-1", bytes: 3 }), slot(25)];

      await store.put(slots, [flow(0)]);
      await store.put(slots, [flow(0)]);

      const read = await store.read(all);
      expect(read.slots).toHaveLength(3);
      expect(read.slots).toEqual(expect.arrayContaining(slots));
      expect(read.flows).toEqual([flow(0)]);
    });

    it("a slot as it was counted last", async () => {
      const store = await open();

      await store.put([slot(0, { bytes: 5, coverageRatio: 0.3 }), slot(1)], []);
      await store.put([slot(0, { bytes: 15, toKey: "onprem/dc-2", priceRowIds: ["aws-dto-2"] })], []);

      expect((await store.read(all)).slots).toEqual([
        slot(0, { bytes: 15, toKey: "onprem/dc-2", priceRowIds: ["aws-dto-2"] }),
        slot(1),
      ]);
    });

    it("volumes of a month, as they were put last", async () => {
      const store = await open();
      const volumes = { month: "2026-11", untilMs: START_MS, sinceMs: START_MS - 1, bytesByRow: { "aws-dto-1": 7 } };

      await store.putVolumes(volumes);
      await store.putVolumes({ ...volumes, bytesByRow: { "aws-dto-1": 9 } });

      expect(await store.volumes("2026-11")).toEqual({ ...volumes, bytesByRow: { "aws-dto-1": 9 } });
      expect(await store.volumes("2026-10")).toBeUndefined();
    });

    it("a flow's slot with all ways it took, whatever ways it was said to take before", async () => {
      const store = await open();
      const ways = [flow(0, { connectionIds: ["vpn-1"], bytes: 2 }), flow(0, { connectionIds: ["dx-2", "dx-3"] })];

      await store.put([], [flow(0), flow(1), flow(0, { flowId: "other" })]);
      await store.put([], ways);

      const { flows } = await store.read(all);
      expect(flows).toHaveLength(4);
      expect(flows).toEqual(expect.arrayContaining([...ways, flow(1), flow(0, { flowId: "other" })]));
    });
  });

/** What every store of findings does. */
export const testCostFindingStore = (open: () => Promise<CostFindingStore>) =>
  describe("keeps findings", () => {
    it("each as it was put last", async () => {
      const store = await open();
      const ended = anAnomaly({ status: "ended", endedAtMs: START_MS });
      const done = aRecommendation({ status: "accepted", doneAtMs: START_MS });

      const { version } = { ...(await store.putAnomaly(anAnomaly())) };
      await store.putAnomaly(anAnomaly({ id: "ca-flow-other-1" }));
      const kept = await store.putAnomaly({ ...ended, version });
      const first = await store.putRecommendation(aRecommendation());
      const second = await store.putRecommendation({ ...done, version: first?.version });

      expect(await store.anomalies()).toHaveLength(2);
      expect(kept).toMatchObject(ended);
      expect(await store.anomalies()).toContainEqual(kept);
      expect(second).toMatchObject(done);
      expect(await store.recommendations()).toEqual([second]);
    });

    it("nothing in place of what nobody has read", async () => {
      const store = await open();
      const seen = await store.putAnomaly(anAnomaly());
      const read = await store.putRecommendation(aRecommendation());
      const said = await store.putAnomaly({ ...anAnomaly({ status: "dismissed" }), version: seen?.version });
      const decided = await store.putRecommendation({
        ...aRecommendation({ status: "dismissed" }),
        version: read?.version,
      });

      for (const version of [undefined, seen?.version])
        expect(await store.putAnomaly({ ...anAnomaly({ usdPerDay: 1 }), version })).toBeUndefined();
      for (const version of [undefined, read?.version])
        expect(await store.putRecommendation({ ...aRecommendation({ savingUsd: 1 }), version })).toBeUndefined();

      expect(await store.anomalies()).toEqual([said]);
      expect(await store.recommendations()).toEqual([decided]);
    });

    it("the forecasts of the last look", async () => {
      const store = await open();
      expect(await store.forecasts()).toEqual([]);

      await store.putForecasts([aForecast({ atMs: START_MS }), aForecast({ scope: { kind: "team", id: "data" } })]);
      await store.putForecasts([aForecast({ atMs: START_MS + 1, monthEndUsd: 7 })]);
      await store.putForecasts([]);

      expect(await store.forecasts()).toEqual([aForecast({ atMs: START_MS + 1, monthEndUsd: 7 })]);
    });
  });

/** What every store of what was told of budgets does. */
export const testBudgetToldStore = (open: () => Promise<BudgetToldStore>) =>
  it("keeps what was told of each budget", async () => {
    const store = await open();

    await store.putTold("all", ["2026-11/monthly/0.5"]);
    await store.putTold("all", ["2026-11/monthly/0.5", "2026-11/monthly/0.8"]);

    expect(await store.told("all")).toEqual(["2026-11/monthly/0.5", "2026-11/monthly/0.8"]);
    expect(await store.told("data")).toEqual([]);
  });
