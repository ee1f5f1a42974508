import type { PriceQuery, PriceRow } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { monthOfMinutes } from "./month-of-minutes.ts";
import { SelfCost, selfCost } from "./self-cost.ts";
import { standingPerRegion } from "./standing.gen.ts";
import { standingUse } from "./standing.ts";
import type { Used } from "./used.ts";

const used = (item: Used["item"], by: string, units: number, regionId = "us-east-1"): Used => ({
  cloud: "aws",
  regionId,
  item,
  by,
  units,
});
/** Everything costs a dollar a unit; nobody knows what a transition costs. */
const price = ({ cloud, item, regionId }: PriceQuery): PriceRow | undefined =>
  item === "workflow-transition"
    ? undefined
    : ({
        id: `${item}/${regionId}`,
        cloud,
        item,
        tiers: [{ usd: 1 }],
        ...(item === "table-write" && { allowance: { pool: "p", units: 5 } }),
      } as unknown as PriceRow);
const MINUTES_PER_MONTH = 43_800;

function costOf(minutes: readonly (readonly Used[])[], config = aConfig()): SelfCost {
  const month = monthOfMinutes(
    minutes.map((all, i) => ({ startMs: i * 60_000, used: all })),
    [],
  );
  if (month.outcome !== "month") throw new Error("too short");
  return selfCost([month], { fromMs: 0, toMs: 180_000 }, config, price);
}
const minute = [used("function-time", "probe-burst", 2), used("table-write", "state", 1), used("event", "bus", 3)];

describe("engine/cost/self-cost", () => {
  it("is one strict object, whose parts are its sum", () => {
    const cost = SelfCost.parse(costOf([minute, minute, minute]));

    expect(cost.usageUsd).toBeCloseTo(6 * MINUTES_PER_MONTH, 6);
    expect(cost.monthlyUsd).toBeCloseTo(cost.usageUsd + cost.standingUsd, 6);
    expect(cost.byService.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(cost.monthlyUsd, 6);
    for (const { usd, charges } of cost.byService)
      expect(charges.reduce((sum, one) => sum + one.usd, 0)).toBeCloseTo(usd, 6);
    expect(cost.byService.slice(0, 3).map(({ service }) => service)).toEqual(["EventBridge", "Lambda", "DynamoDB"]);
    expect(cost.usdPerPath).toBeCloseTo(cost.monthlyUsd / 2, 6);
    expect(cost.uncertaintyUsd).toBe(0);
    expect(SelfCost.safeParse({ ...cost, more: 1 }).success).toBe(false);
  });

  it("counts what stands, and what is learnt of each path once it is grown", () => {
    const { standing, standingUsd } = costOf([minute, minute, minute]);
    const standsAs = (item: string) => standing.find((one) => one.item === item)?.units;

    expect(standsAs("alarm")).toBe(standingPerRegion.alarm);
    expect(standingPerRegion.alarm).toBeGreaterThan(10);
    expect([standsAs("key"), standsAs("dashboard"), standsAs("metric")]).toEqual([1, undefined, undefined]);
    expect(standing.find(({ by }) => by === "learnt")).toMatchObject({
      item: "table-write",
      units: expect.any(Number),
    });
    expect(standingUsd).toBeGreaterThan(standingPerRegion.alarm);
  });

  it("counts a dashboard of each Region only where the stage asks for one", () => {
    const unitsOf = (choices: object): number =>
      standingUse(aConfig(), ["us-east-1", "us-west-2"], [], choices)
        .filter(({ item }) => item === "dashboard")
        .reduce((sum, { units }) => sum + units, 0);

    expect([unitsOf({}), unitsOf({ hasDashboard: true })]).toEqual([0, 2]);
  });

  it("shares the probing among the vantages that are functions here", () => {
    const config = aConfig((raw) => ({
      ...raw,
      vantages: [...raw.vantages, { ...raw.vantages[0], id: "v2", runsAs: "agent" }],
    }));
    const { byVantage, usdPerVantage } = costOf([minute, minute, minute], config);

    expect(byVantage).toEqual([
      { vantageId: "v1", pathCount: 2, usd: 2 * MINUTES_PER_MONTH },
      { vantageId: "v2", pathCount: 0, usd: 0 },
    ]);
    expect(usdPerVantage).toBe(MINUTES_PER_MONTH);
  });

  it("names what an account has some of for nothing, and takes nothing off for it", () => {
    const { freeTiersNotCounted, lines } = costOf([minute, minute, minute]);

    expect(freeTiersNotCounted).toEqual(["table-write"]);
    expect(lines.find(({ item }) => item === "table-write")?.usd).toBeCloseTo(MINUTES_PER_MONTH, 6);
  });

  it("a charge nobody knows the price of stands without one, and is in no sum", () => {
    const odd = [...minute, used("workflow-transition", "workflows", 9)];
    const { lines, usageUsd } = costOf([odd, odd, odd]);

    expect(lines.find(({ item }) => item === "workflow-transition")).not.toHaveProperty("usd");
    expect(usageUsd).toBeCloseTo(6 * MINUTES_PER_MONTH, 6);
  });

  it("is less certain the more its minutes differ", () => {
    const busy = minute.map((one) => ({ ...one, units: one.units * 2 }));

    expect(costOf([minute, busy, minute]).uncertaintyUsd).toBeGreaterThan(1);
  });
});
