import { describe, expect, it } from "vitest";
import { loadEstate } from "../estate/load-estate.ts";
import { seededRandom, stoppedClock } from "../world/clock.ts";
import { createWorld } from "../world/world.ts";
import { callCostExplorer } from "./cost-explorer.ts";

const NOW = Date.UTC(2026, 10, 21, 10);
const estate = loadEstate("globalcart");
const world = createWorld(estate, stoppedClock(NOW), seededRandom(1));
const accountId = estate.gateways.find(({ cloud }) => cloud === "aws")?.accountId ?? "";

interface Answer {
  readonly NextPageToken?: string;
  readonly ResultsByTime: readonly {
    readonly TimePeriod: { readonly Start: string; readonly End: string };
    readonly Estimated: boolean;
    readonly Groups: readonly {
      readonly Keys: readonly string[];
      readonly Metrics: Readonly<Record<string, { readonly Amount: string; readonly Unit: string }>>;
    }[];
  }[];
}
const ask = (more: object = {}): Answer =>
  callCostExplorer(world, { accountId, regionId: "us-east-1" }, "GetCostAndUsage", {
    TimePeriod: { Start: "2026-11-01", End: "2026-11-21" },
    Granularity: "DAILY",
    Metrics: ["UnblendedCost", "UsageQuantity"],
    GroupBy: ["SERVICE", "USAGE_TYPE"].map((Key) => ({ Type: "DIMENSION", Key })),
    ...more,
  }) as Answer;
const usdOf = ({ ResultsByTime }: Answer): number =>
  ResultsByTime.flatMap(({ Groups }) => Groups).reduce(
    (sum, { Metrics }) => sum + Number(Metrics.UnblendedCost?.Amount),
    0,
  );

describe("twin/api/cost-explorer", () => {
  it("comes to the same by the day and by the month, however it is grouped", () => {
    const whole = usdOf(ask({ Granularity: "MONTHLY", GroupBy: [{ Type: "DIMENSION", Key: "RECORD_TYPE" }] }));
    let byDay = 0;
    let token: string | undefined;
    let pages = 0;
    do {
      const page = ask(token === undefined ? {} : { NextPageToken: token });
      byDay += usdOf(page);
      pages += 1;
      token = page.NextPageToken;
    } while (token !== undefined);

    expect(whole).toBeGreaterThan(1_000);
    expect(byDay).toBeCloseTo(whole, 6);
    expect(pages).toBeGreaterThanOrEqual(1);
  });

  it("narrows by what a filter names", () => {
    const only = ask({
      Filter: {
        And: [
          { Dimensions: { Key: "SERVICE", Values: ["AWS Direct Connect"] } },
          { Not: { Dimensions: { Key: "RECORD_TYPE", Values: ["Tax"] } } },
        ],
      },
    });
    const services = new Set(only.ResultsByTime.flatMap(({ Groups }) => Groups.map(({ Keys: [service] }) => service)));

    expect([...services]).toEqual(["AWS Direct Connect"]);
    expect(ask({ Filter: { Dimensions: { Key: "LINKED_ACCOUNT", Values: ["999999999999"] } } }).ResultsByTime).toEqual(
      [],
    );
  });

  it("is an estimate until some days after the month", () => {
    const october = ask({ TimePeriod: { Start: "2026-10-01", End: "2026-11-01" }, Granularity: "MONTHLY" });

    expect(october.ResultsByTime.map(({ Estimated }) => Estimated)).toEqual([false]);
    expect(ask().ResultsByTime.every(({ Estimated }) => Estimated)).toBe(true);
  });

  it.each([
    [{ TimePeriod: { Start: "2026-11-02", End: "2026-11-02" } }, /before end date/],
    [{ TimePeriod: { Start: "2026-11-02", End: "2026-12-02" } }, /past the beginning of next month/],
    [{ TimePeriod: { Start: "2025-01-01", End: "2025-02-01" } }, /14 months/],
    [{ GroupBy: ["SERVICE", "REGION", "RECORD_TYPE"].map((Key) => ({ Type: "DIMENSION", Key })) }, /GroupBy/],
    [{ NextPageToken: "000000000000-5" }, /Invalid next page token/],
  ])("refuses %j as AWS does", (more, says) => {
    expect(() => ask(more)).toThrow(says);
  });
});
