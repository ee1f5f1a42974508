import { CostSettings } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { dailyCosts } from "./daily-costs.ts";

const DAY_MS = 86_400_000;
const settings = CostSettings.parse({
  rates: { EUR: 2 },
  scopes: ["web", "data"].map((id) => ({ kind: "team", id, match: [{ tags: { team: id } }] })),
});
const day = (text: string): number => Date.parse(text) / DAY_MS;

describe("engine/cost/budget/daily-costs", () => {
  it("gathers use and fees by day, for each and for all, in one currency", () => {
    const line = (of: string, billed: string, team: string, more = {}) =>
      aBillLine({ day: of, billed: money(billed), tags: { team }, ...more });
    const costs = dailyCosts(
      [
        line("2026-11-01", "10", "web"),
        line("2026-11-03", "4", "web"),
        line("2026-11-01", "100", "data", { category: "Purchase" }),
        line("2026-11-02", "3", "nobody", { currency: "EUR" }),
        line("2026-11-02", "7", "web", { currency: "JPY" }),
        line("2026-11-04", "1000", "web"),
      ],
      "team",
      settings,
      day("2026-11-04"),
    );
    const of = (id: string) => costs.find(({ scope }) => scope.id === id);

    expect(of("all")).toMatchObject({ firstDay: day("2026-11-01"), usageUsd: [10, 6, 4], feeUsd: [100, 0, 0] });
    expect(of("web")).toMatchObject({ usageUsd: [10, 0, 4], feeUsd: [0, 0, 0] });
    expect(of("data")).toMatchObject({ usageUsd: [0, 0, 0], feeUsd: [100, 0, 0] });
    expect(of("(unallocated)")).toMatchObject({ usageUsd: [0, 6, 0] });
  });

  it("shares a fee as the allocation of its month does", () => {
    const sharing = { kind: "team", match: [{ category: "Purchase" }], by: "cost" };
    const shared = CostSettings.parse({ scopes: settings.scopes, shared: [sharing] });
    const costs = dailyCosts(
      [
        aBillLine({ billed: money("90"), category: "Purchase" }),
        aBillLine({ billed: money("20"), day: "2026-11-02", tags: { team: "web" } }),
        aBillLine({ billed: money("10"), day: "2026-11-03", tags: { team: "data" } }),
      ],
      "team",
      shared,
      day("2026-11-04"),
    );

    expect(costs.find(({ scope }) => scope.id === "web")).toMatchObject({ usageUsd: [0, 20, 0], feeUsd: [60, 0, 0] });
    expect(costs.find(({ scope }) => scope.id === "data")).toMatchObject({ usageUsd: [0, 0, 10], feeUsd: [30, 0, 0] });
    expect(costs.find(({ scope }) => scope.id === "(unallocated)")).toBeUndefined();
  });

  it("puts a correction of an earlier month into the month that bills it", () => {
    const late = aBillLine({ billed: money("-5"), day: "2019-03-07", isCorrection: true });
    const [all] = dailyCosts([late, aBillLine({ billed: money("8") })], "cloud", settings, day("2026-11-03"));

    expect(all).toMatchObject({ firstDay: day("2026-11-01"), usageUsd: [3, 0] });
  });

  it("of no lines there is nothing", () => {
    expect(dailyCosts([], "team", settings, 20_000)).toEqual([]);
  });
});
