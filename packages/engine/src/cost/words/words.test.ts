import { type Allocation, addMoney, CostSettings, type Money, ScopeKind } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { allocate } from "../allocate/index.ts";
import { amountText, percentsOf } from "./amount.ts";
import { showbackMarkdown, showbackOf } from "./showback.ts";
import { type WeekOfCosts, wordWeek } from "./weekly-digest.ts";

const capabilities = ["web-application", "data-intelligence", "background-workers"];

/** Three capabilities in three clouds and what they send each other; figures of a month. */
function threeCapabilities(): Allocation {
  const rows = [
    ["web-application", "aws", "320.00"],
    ["data-intelligence", "azure", "340.00"],
    ["background-workers", "gcp", "65.00"],
    ["web-application", "aws", "25.00", "azure", 278],
    ["web-application", "aws", "15.00", "gcp", 125],
    ["data-intelligence", "azure", "5.00", "aws", 57],
  ] as const;
  const lines = rows.map(([id, cloud, billed, to, gb]) =>
    aBillLine({
      cloud,
      billed: money(billed),
      tags: { capability: id, ...(to !== undefined && { to }) },
      ...(gb !== undefined && { usage: { quantity: gb, unit: "GB" } }),
    }),
  );
  const settings = CostSettings.parse({
    scopes: capabilities.map((id) => ({ kind: "capability", id, match: [{ tags: { capability: id } }] })),
    transfers: [
      ["aws", "azure"],
      ["aws", "gcp"],
      ["azure", "aws"],
    ].map(([from, to]) => ({ match: [{ cloud: from, tags: { to } }], from: { cloud: from }, to: { cloud: to } })),
  });
  const [allocation] = allocate(lines, "2026-11", "capability", settings);
  if (!allocation) throw new Error("nothing was allocated");
  return allocation;
}

describe("engine/cost/words", () => {
  it("shows back a month by capability, with what crosses clouds as its own line", () => {
    const { rows, total } = showbackOf(threeCapabilities());

    expect(rows.map(({ name, amount, percent }) => [name, amount, percent])).toEqual([
      ["data-intelligence", "$340.00", 44.2],
      ["web-application", "$320.00", 41.6],
      ["background-workers", "$65.00", 8.4],
      ["cross-cloud data", "$45.00", 5.8],
    ]);
    expect(rows[3]?.parts).toEqual([
      { name: "aws → azure, 278 GB", amount: "$25.00" },
      { name: "aws → gcp, 125 GB", amount: "$15.00" },
      { name: "azure → aws, 57 GB", amount: "$5.00" },
    ]);
    expect(total).toBe("$770.00");
  });

  it("percents add up to 100, whatever the amounts; credits have none", () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 20n }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(amounts, fc.constantFrom(1n, -1n), (sizes, sign) => {
        const all = sizes.map((size) => (size * sign) as Money);
        const percents = percentsOf(all);
        const total = addMoney(...all);
        if (total === 0n) expect(percents).toBeUndefined();
        else {
          expect(percents?.reduce((sum, one) => sum + Math.round(one * 10), 0)).toBe(1_000);
          for (const [i, percent] of (percents ?? []).entries())
            expect(Math.abs(percent - (100 * Number(all[i])) / Number(total))).toBeLessThan(0.1 + 1e-6);
        }
      }),
    );
    expect(percentsOf([money("3"), money("-1")])).toBeUndefined();
  });

  it.each([
    ["1234567.894999", "USD", "$1,234,567.89"],
    ["0.005", "USD", "$0.01"],
    ["-0.001", "USD", "$0.00"],
    ["-12.5", "EUR", "-€12.50"],
    ["999.999", "JPY", "JPY 1,000.00"],
  ])("writes %s %s as %s", (amount, currency, written) => {
    expect(amountText(money(amount), currency)).toBe(written);
  });

  it("names in Markdown are inert", () => {
    const nasty = "x | <b>y</b> [z](http://evil) `c`\n# h @all";
    const [allocation] = allocate(
      [aBillLine({ billed: money("1"), serviceName: nasty, serviceCategory: nasty })],
      "2026-11",
      "service",
      CostSettings.parse({}),
    );
    const written = allocation ? showbackMarkdown(allocation) : "";

    expect(
      written
        .split("\n")
        .filter((line) => line.startsWith("|"))
        .every((line) => line.replaceAll("\\|", "").split("|").length === 5),
    ).toBe(true);
    expect(written).not.toMatch(/<b>|\]\(http|@all|^# h/m);
  });

  it("every kind has its heading", () => {
    for (const kind of ScopeKind.options) {
      const [allocation] = allocate([aBillLine({ billed: money("1") })], "2026-11", kind, CostSettings.parse({}));
      expect(allocation && showbackMarkdown(allocation)).toContain(`by ${kind}`);
    }
  });

  const week: WeekOfCosts = {
    estate: "globalcart",
    atMs: Date.UTC(2026, 10, 23),
    scopes: [
      { scope: { kind: "all", id: "all" }, usd: 12_000, usdBefore: 10_000 },
      { scope: { kind: "team", id: "data" }, usd: 5_000, usdBefore: 2_500 },
      { scope: { kind: "team", id: "web" }, usd: 3_000, usdBefore: 3_500 },
      { scope: { kind: "team", id: "new\nteam" }, usd: 40, usdBefore: 0 },
      { scope: { kind: "team", id: "same" }, usd: 10, usdBefore: 10 },
    ],
    anomalies: [
      { scope: { kind: "link", id: "dx" }, usdPerDay: 950, cause: "misrouting", status: "open" },
      { scope: { kind: "link", id: "old" }, usdPerDay: 1_950, cause: "creep", status: "ended" },
    ],
    recommendations: [
      {
        title: "Close VPN idle",
        savingUsd: 54,
        status: "verified",
        verified: { atMs: 0, savedUsd: 53, savedLowUsd: 50, savedHighUsd: 56, daysBefore: 28, daysAfter: 28, says: "" },
      },
      { title: "Make dx smaller", savingUsd: 73, status: "open" },
    ],
    budgets: [
      {
        budgetId: "data",
        scope: { kind: "team", id: "data" },
        threshold: "monthly",
        ratio: 0.8,
        limitUsd: 8_000,
        usd: 8_100,
        period: "2026-11",
      },
    ],
  };

  it("tells a week in some lines: what moved it, what is wrong, what was saved", () => {
    const { title, lines } = wordWeek(week);

    expect(title).toBe("globalcart: $12,000 in the week before 2026-11-23, +$2,000 (+20 %)");
    expect(lines).toEqual([
      "team data: $5,000, +$2,500 (+100 %)",
      "team web: $3,000, -$500 (-14 %)",
      "team new team: $40, +$40, new",
      "too much: link dx, $950 a day, misrouting",
      "saved by the bill: $53 a month, 1 verified",
      "could be saved: $73 a month, first Make dx smaller",
      "budget data: team data has spent $8,100 of 80 % ($8,000) in 2026-11",
    ]);
  });

  it("says so when there is no bill of that week", () => {
    expect(wordWeek({ ...week, scopes: [] }).title).toContain("no bill of the week before 2026-11-23 is there");
  });
});
