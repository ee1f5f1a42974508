import { addMoney, CostSettings, METER_SLOT_MS, type MeteredSlot, readMoney, ZERO } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { allocate, transferLines } from "../allocate/index.ts";
import { allocationView } from "./allocation-view.ts";
import { budgetsStanding } from "./budgets-standing.ts";
import { meterView } from "./meter-view.ts";
import { daysOf, isoDay } from "./months.ts";
import { meteredDay, spendByBill, spendByMeter } from "./spend.ts";

const settings = CostSettings.parse({
  scopes: ["web", "data"].map((id) => ({ kind: "team", id, match: [{ tags: { team: id } }] })),
  budgets: [
    { id: "all-of-it", scope: { kind: "all", id: "all" }, monthlyUsd: 100 },
    { id: "web", scope: { kind: "team", id: "web" }, monthlyUsd: 30 },
    { id: "data", scope: { kind: "team", id: "data" }, monthlyUsd: 1_000 },
  ],
});
const line = (day: string, team: string, billed: string, more = {}) =>
  aBillLine({ day, tags: { team }, billed: money(billed), ...more });
const crossing = { transfer: { kind: "cross-cloud", from: { cloud: "aws" }, to: { cloud: "gcp" } } } as const;

describe("engine/cost/show", () => {
  it("shows each day what teams cost and what went between clouds, and nothing twice", () => {
    const lines = [
      line("2026-11-02", "web", "10"),
      line("2026-11-02", "data", "2.5"),
      line("2026-11-04", "web", "20"),
      line("2026-11-04", "web", "7", crossing),
      line("2026-11-04", "nobody", "1"),
    ];

    const { days, series, totalUsd } = spendByBill(lines, "2026-11", "team", settings);

    expect(days).toEqual(["2026-11-02", "2026-11-03", "2026-11-04"]);
    expect(series.map(({ what, id, usd }) => [what, id, usd])).toEqual([
      ["scope", "web", [10, 0, 20]],
      ["scope", "data", [2.5, 0, 0]],
      ["scope", "(unallocated)", [0, 0, 1]],
      ["between-clouds", "between clouds", [0, 0, 7]],
    ]);
    expect(totalUsd).toEqual([12.5, 0, 28]);
  });

  it("takes what is left over where each is rounded for nothing that went between clouds", () => {
    const lines = ["web", "data", "nobody"].map((team) => line("2026-11-02", team, "0.0000004"));

    expect(spendByBill(lines, "2026-11", "team", settings).series.map(({ what }) => what)).toEqual([
      "scope",
      "scope",
      "scope",
    ]);
  });

  it("names the largest, and adds the rest up", () => {
    const lines = Array.from({ length: 12 }, (_, i) =>
      aBillLine({ day: "2026-11-01", serviceName: `service-${i}`, billed: money(String(100 - i)) }),
    );

    const { series, totalUsd } = spendByBill(lines, "2026-11", "service", settings);

    expect(series).toHaveLength(8);
    expect(series[7]).toMatchObject({ what: "others", id: "5 others", usd: [93 + 92 + 91 + 90 + 89] });
    expect(totalUsd).toEqual([lines.reduce((sum, _, i) => sum + 100 - i, 0)]);
  });

  it("each day adds up to all together, whatever the lines", () => {
    const anyLine = fc.record({
      day: fc.constantFrom("2026-11-01", "2026-11-17", "2026-11-30", "2026-10-31", "2027-03-01"),
      team: fc.constantFrom("web", "data", "x", "constructor"),
      micros: fc.integer({ min: -1_000_000, max: 1_000_000_000 }),
      isCrossing: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 40 }), (all) => {
        const lines = all.map(({ day, team, micros, isCrossing }) =>
          line(day, team, (micros / 1e6).toFixed(6), isCrossing ? crossing : {}),
        );
        const { days, series, totalUsd } = spendByBill(lines, "2026-11", "team", settings);
        for (const [i] of days.entries())
          expect(series.reduce((sum, { usd }) => sum + (usd[i] ?? 0), 0)).toBeCloseTo(totalUsd[i] ?? 0, 4);
        expect(totalUsd.reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(
          all.reduce((sum, { micros }) => sum + micros, 0) / 1e6,
          3,
        );
      }),
    );
  });

  it("a month without a charge has no days", () => {
    expect(spendByBill([], "2026-11", "team", settings)).toEqual({ days: [], series: [], totalUsd: [] });
  });

  it("what is allocated is shown exactly, and adds up to the total", () => {
    const lines = [
      line("2026-11-01", "web", "0.0000008"),
      line("2026-11-01", "data", "1234567.000000000001"),
      line("2026-11-01", "data", "45", crossing),
    ];
    const [view] = allocate(lines, "2026-11", "team", settings).map(allocationView);

    expect(view?.total).toBe("1234612.000000800001");
    const amounts = [...(view?.shares ?? []), ...(view?.betweenClouds ?? [])].map(
      ({ billed }) => readMoney(billed) ?? ZERO,
    );
    expect(addMoney(...amounts)).toBe(readMoney("1234612.000000800001"));
    expect(view?.betweenClouds).toEqual([{ ...crossing.transfer, billed: "45", gb: 0 }]);
  });

  it("tells data of every kind that says both its ends, the dearest first", () => {
    const internet = { transfer: { kind: "internet", from: { cloud: "aws" }, to: { cloud: "internet" } } } as const;
    const oneEnd = { transfer: { kind: "internet", from: { cloud: "aws" } } } as const;
    const usage = { usage: { quantity: 10, unit: "GB" } };
    const lines = [
      line("2026-11-01", "web", "3", { ...crossing, ...usage }),
      line("2026-11-02", "web", "3", { ...crossing, ...usage }),
      line("2026-11-02", "web", "9", { ...internet, ...usage }),
      line("2026-11-02", "web", "70", { ...oneEnd, ...usage }),
    ];

    expect(
      transferLines(lines, settings).map(({ kind, billed, gb, currency }) => [kind, billed, gb, currency]),
    ).toEqual([
      ["internet", money("9"), 10, "USD"],
      ["cross-cloud", money("6"), 20, "USD"],
    ]);
  });

  it("says which budgets are passed, and which will be", () => {
    const forecast = {
      scope: { kind: "all" as const, id: "all" },
      ...{ atMs: 0, spentUsd: 50, monthEndUsd: 120, lowUsd: 110, highUsd: 130, dayCount: 60 },
    };
    const lines = [line("2026-11-01", "web", "40"), line("2026-11-01", "data", "10")];

    const standing = budgetsStanding(lines, "2026-11", settings, [forecast]);

    expect(standing.map(({ budget, spentUsd, status }) => [budget.id, spentUsd, status])).toEqual([
      ["all-of-it", 50, "foreseen"],
      ["web", 40, "passed"],
      ["data", 10, "within"],
    ]);
  });

  it("knows days of months in years of two digits too", () => {
    expect(daysOf("0099-02").end - daysOf("0099-02").first).toBe(28);
    expect(isoDay(daysOf("2024-02").end - 1)).toBe("2024-02-29");
  });
});

const slot = (connectionId: string, index: number, more: Partial<MeteredSlot> = {}): MeteredSlot => ({
  ...{ startMs: index * METER_SLOT_MS, connectionId, fromKey: "a", toKey: "b", bytes: 1_000, coverageRatio: 1 },
  ...{ usd: 0.5, priceRowIds: [] },
  ...more,
});
const DAY_MS = 86_400_000;

describe("engine/cost/show/meter", () => {
  it("adds up a day by link; what has no price has none, and is not 0", () => {
    const whole = Array.from({ length: 96 }, (_, i) => slot("dx", i));
    const back = whole.map((one) => ({ ...one, fromKey: "b", toKey: "a" }));
    const { usd: _, ...unpriced } = slot("vpn", 4);

    const { links, usd, unpricedLinkCount } = meterView([...whole, ...back, unpriced], 0, DAY_MS);

    expect(
      links.map(({ connectionId, usd: own, bytes, coverageRatio }) => [connectionId, own, bytes, coverageRatio]),
    ).toEqual([
      ["dx", 96, 192_000, 1],
      ["vpn", undefined, 1_000, 1 / 96],
    ]);
    expect(links[0]?.hourlyUsd).toEqual(Array.from({ length: 24 }, () => 4));
    expect(links[1]?.hourlyUsd.every((one) => one === null)).toBe(true);
    expect([usd, unpricedLinkCount]).toEqual([96, 1]);
  });

  it("shows links by days, from the first that was metered to the last", () => {
    const days = [[], [slot("dx", 0)], [], [slot("dx", 1), slot("vpn", 1, { usd: 3 })], []].map((slots) =>
      meteredDay("link", slots, []),
    );

    expect(spendByMeter(days, daysOf("2026-11").first)).toEqual({
      days: ["2026-11-02", "2026-11-03", "2026-11-04"],
      series: [
        { what: "scope", id: "vpn", usd: [0, 0, 3] },
        { what: "scope", id: "dx", usd: [0.5, 0, 0.5] },
      ],
      totalUsd: [0.5, 0, 3.5],
    });
    expect(spendByMeter([], 0)).toEqual({ days: [], series: [], totalUsd: [] });
  });

  it("counts flows by themselves", () => {
    const flow = { startMs: 0, flowId: "orders", connectionIds: ["dx"], bytes: 5, usd: 2 };

    expect([...meteredDay("flow", [slot("dx", 0)], [flow, flow])]).toEqual([["orders", 4]]);
  });
});
