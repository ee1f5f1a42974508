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

  it("of no lines there is nothing", () => {
    expect(dailyCosts([], "team", settings, 20_000)).toEqual([]);
  });
});
