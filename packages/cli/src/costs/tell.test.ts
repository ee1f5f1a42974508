import { CostAllocations, CostFixPlan, CostForecastList, CostMeter, CostSummary } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aForecast, anAnomaly, aRecommendation } from "../../../../test/support/cost-findings.ts";
import { tellAllocations, tellBudgets, tellForecasts, tellMeter } from "./tell-costs.ts";
import { tellAnomalies, tellAnomaly, tellRecommendation, tellRecommendations } from "./tell-findings.ts";
import { tellFixPlan } from "./tell-fix-plan.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are taken out to compare words
const plainly = (text: string): string => text.replaceAll(/\u001b\[[0-9;]*m/g, "");
const EVIL = "a\u001b]0;x\u0007\u202e|b";
const NOW_MS = Date.UTC(2026, 10, 22);
const month = { atMs: NOW_MS, month: "2026-11" } as const;
const summary = CostSummary.parse({
  ...month,
  ...{ currency: "USD", billed: { USD: "770" }, setAsideCount: 2, forecast: aForecast() },
  anomalies: { openCount: 1, usdPerDay: 360 },
  recommendations: { openCount: 1, savingUsd: 36.5, verifiedCount: 0, verifiedUsd: 0 },
  budgets: { count: 1, passedCount: 0, foreseenCount: 1 },
});
const allocations = CostAllocations.parse({
  ...month,
  by: "capability",
  allocations: [
    {
      ...{ currency: "USD", total: "405", notes: [EVIL] },
      shares: [
        { id: EVIL, billed: "320.005", effective: "320", percent: 88.9, parts: [] },
        { id: "workers", billed: "39.995", effective: "40", percent: 11.1, parts: [] },
      ],
      betweenClouds: [
        { kind: "cross-cloud", from: { cloud: "aws" }, to: { cloud: "gcp", regionId: EVIL }, billed: "45", gb: 500 },
      ],
      betweenCloudsPercent: 11.1,
    },
  ],
});

describe("cli/costs/tell", () => {
  it("shows who pays what, and what needs somebody", () => {
    const said = plainly(tellAllocations(summary, allocations));

    expect(said).toContain("$405.00 in 2026-11");
    expect(said).toMatch(/workers +\$40\.00 +11\.1 %/);
    expect(said).toMatch(/between clouds +\$45\.00 +11\.1 %/);
    expect(said).toMatch(/AWS → Google Cloud .*, 500 GB +\$45\.00/);
    expect(said).toContain("1 finding costs $360 a day too much: skylane costs anomalies");
    expect(said).toContain("0 budgets passed, 1 will be");
    expect(said).toContain("2 rows of bills set aside");
  });

  it("tells what is open with its cause, and nothing of what is snoozed in the sum", () => {
    const list = {
      atMs: NOW_MS,
      anomalies: [
        anAnomaly(),
        anAnomaly({ id: "ca-flow-orders-2", status: "snoozed", snoozedUntilMs: NOW_MS + 7_200_000, usdPerDay: 9 }),
        anAnomaly({ id: "ca-flow-orders-3", status: "ended" }),
      ],
    };

    const said = plainly(tellAnomalies(list));

    expect(said).toContain("1 finding open, $360 a day too much; 1 snoozed.");
    expect(said).toMatch(/ca-flow-orders-2 .*snoozed, 2 h left/);
    expect(plainly(tellAnomalies({ ...list, anomalies: list.anomalies.slice(1, 2) }))).toContain("1 finding snoozed.");
    expect(tellAnomalies({ atMs: 0, anomalies: [] })).toContain("every half hour");
  });

  it("tells one with its evidence, its route change and who, and what would end it", () => {
    const said = plainly(
      tellAnomaly(
        anAnomaly({
          routeChange: { atMs: NOW_MS, what: "CreateRoute", by: "night-shift" },
          fix: { kind: "move-flow", says: "Move orders to dx-1." },
          feedback: { verdict: "real", by: "ops@globalcart.example", atMs: NOW_MS, note: "yes" },
        }),
      ),
    );

    for (const part of [
      "It leaves by the VPN.",
      "by night-shift",
      "Move orders to dx-1.",
      "ops@globalcart.example said real",
    ])
      expect(said).toContain(part);
  });

  it("tells ways to pay less, and whether the bill has shown them", () => {
    const done = aRecommendation({ id: "cr-zombie-vpn-2", status: "accepted", doneAtMs: NOW_MS });
    const said = plainly(tellRecommendations({ atMs: NOW_MS, recommendations: [aRecommendation(), done] }));

    expect(said).toContain("$36.50 a month could be saved by 1 way that is open.");
    expect(said).toContain("done, waits for its bill");
    expect(plainly(tellRecommendation(done))).toContain("1. delete it (back: make it again)");
  });

  it("shows budgets, forecasts and links; what is not known is not 0", () => {
    const list = CostForecastList.parse({
      ...month,
      ...{ currency: "USD", forecasts: [aForecast()] },
      budgets: [
        { budget: { id: "all", scope: { kind: "all", id: "all" }, monthlyUsd: 200 }, spentUsd: 100, status: "within" },
      ],
    });
    const meter = CostMeter.parse({
      ...{ fromMs: 0, toMs: NOW_MS, usd: 4, unpricedLinkCount: 1 },
      links: [
        { connectionId: "dx", bytes: 2e9, usd: 4, coverageRatio: 1, hourlyUsd: [] },
        { connectionId: EVIL, bytes: 1e9, coverageRatio: 0.5, hourlyUsd: [] },
      ],
    });

    expect(plainly(tellBudgets(list))).toMatch(/all +all +\$200 +\$100 +50 % +too little history +within/);
    expect(plainly(tellForecasts(list))).toMatch(/all +\$100 +\$150 +\$140 and \$160 +60 days/);
    expect(plainly(tellMeter(meter))).toMatch(/not known +1 GB +50 %/);
    expect(tellForecasts({ ...list, forecasts: [] })).toContain("two weeks");
  });

  it("a terminal obeys nothing in a name", () => {
    const evil = { kind: "service", id: EVIL } as const;
    const texts = [
      tellAllocations(summary, allocations),
      tellAnomalies({ atMs: 0, anomalies: [anAnomaly({ scope: evil })] }),
      tellAnomaly(anAnomaly({ scope: evil, evidence: [EVIL] })),
      tellRecommendation(aRecommendation({ title: EVIL, evidence: [EVIL], risks: [EVIL] })),
    ];

    for (const text of texts)
      expect([..."\u001b\u0007\u202e"].filter((one) => plainly(text).includes(one))).toEqual([]);
  });

  it("shows the plan of a misrouting with the commands that carry it out, and what no order brings back", () => {
    const move = { groupId: "g", fromPathId: "vpn", toPathId: "dx", flowIds: ["orders"], movedFlowCount: 2 };
    const plan = CostFixPlan.parse({
      ...{ atMs: NOW_MS, anomalyId: "ca-flow-orders-1", toConnectionId: EVIL },
      cost: { nowUsdPerDay: 480, thenUsdPerDay: 120 },
      moves: [
        {
          ...move,
          changes: [`taken back: ${EVIL}`],
          guards: { verdict: "ready", says: "dx is up" },
          orders: [{ kind: "fail-back", incidentId: "fo-g-3" }],
        },
        {
          ...move,
          changes: [],
          guards: { verdict: "needs-approval", says: "2 flows (1 are allowed)" },
          orders: [
            { kind: "prefer-path", pathId: "dx", forMs: 604_800_000, reason: "ca-flow-orders-1" },
            { kind: "failover", groupId: "g" },
          ],
        },
        { ...move, changes: [], guards: { verdict: "held", says: "the kill switch is on" }, orders: [] },
      ],
      left: [{ flowIds: ["a", "b", EVIL, "d"], why: "routes were changed by others" }],
    });

    const said = plainly(tellFixPlan(plan));

    expect(said).toContain("$480 a day now, $120 then");
    expect(said).toMatch(
      /g: vpn → dx, 2 flows move\.\n {2}taken back: .*\n {2}ready: dx is up\n {2}1\. skylane failover back fo-g-3/,
    );
    expect(said).toMatch(/another person has to approve it: 2 flows/);
    expect(said).toContain('1. skylane failover override dx --to prefer --for 168h --reason "ca-flow-orders-1"');
    expect(said).toContain("2. skylane failover run g");
    expect(said).toContain("held: the kill switch is on");
    expect(said).toMatch(/4 flows no order brings back \(a, b, .*, …\): routes were changed by others/);
    expect(said).toContain("Nothing was changed.");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});
