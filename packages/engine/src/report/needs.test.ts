import { describe, expect, it } from "vitest";
import { incidentOf } from "../../../../test/support/incident-record.ts";
import { aWeekReport } from "../../../../test/support/week-reports.ts";
import { needsOfWeek } from "./needs.ts";
import { wordWeekReport } from "./word-week.ts";

const DAY_MS = 86_400_000;
const quiet = aWeekReport({
  drills: { runs: [], overdue: [] },
  recovery: {
    moves: [],
    phases: {},
    judgedCount: 0,
    withinCount: 0,
    probes: { lostCount: 0, knownCount: 0, missingCount: 0, moveCount: 0 },
  },
  savings: {
    advised: { count: 0, monthlyUsd: 0 },
    open: { count: 0, monthlyUsd: 0 },
    taken: { count: 0, monthlyUsd: 0 },
    verified: { count: 0, monthlyUsd: 0 },
    missed: { count: 0, monthlyUsd: 0 },
    shown: [],
  },
  costs: undefined,
  needs: [],
});
const nothing = {
  nowMs: 100 * DAY_MS,
  isStopped: false,
  active: [],
  approvals: [],
  intents: [],
  slos: [],
  report: quiet,
};

describe("engine/report/needs", () => {
  it("a quiet week needs nobody", () => {
    expect(needsOfWeek(nothing)).toEqual([]);
  });

  it("names all that waits, what may hurt first", () => {
    const needs = needsOfWeek({
      ...nothing,
      isStopped: true,
      active: [
        incidentOf({ status: "moved", openedAtMs: 98 * DAY_MS }),
        incidentOf({ status: "moved", openedAtMs: 99.5 * DAY_MS }),
        incidentOf({ status: "needs-human", reason: "half changed" }),
      ],
      intents: [{ title: "shop to erp", status: "stuck" } as never, { title: "done", status: "fulfilled" } as never],
      slos: [{ pathId: "dx", slo: "availability", remainingRatio: -0.5 } as never],
      report: aWeekReport(),
    });

    expect(needs.map(({ tone }) => tone)).toEqual([...needs.map(({ tone }) => tone)].sort());
    expect(needs.map(({ what }) => what)).toEqual([
      "The kill switch is on",
      "g needs a person",
      "A connection is stuck: something is left that could not be taken away",
      "g is on vpn for more than a day",
      "dx has overdrawn its budget of availability",
      "1 of 3 recoveries took longer than promised",
      "2 groups not drilled for a quarter",
      "1 finding of costs not answered",
      "A budget is passed, or will be",
      "1 saving did not come true",
      "5 ways to save wait for a decision",
    ]);
  });

  it("an approval that ran out waits for nobody", () => {
    const asked = { status: "pending", groupId: "g", fromPathId: "dx", toPathId: "vpn", reason: "it reaches far" };
    const one = (expiresAtMs: number) => needsOfWeek({ ...nothing, approvals: [{ ...asked, expiresAtMs } as never] });

    expect(one(nothing.nowMs + 1)).toEqual([
      { tone: "bad", what: "A move of g waits for approval", detail: "dx to vpn: it reaches far" },
    ]);
    expect(one(nothing.nowMs)).toEqual([]);
  });
});

describe("engine/report/word-week", () => {
  it("tells a week in some lines, the costs in their own words, and where the whole is", () => {
    const costs = { title: "globalcart: $70 in the week", lines: ["capability web: $40"] } as never;

    const { title, lines, urgency } = wordWeekReport(aWeekReport(), costs, "https://skylane.example.com/");

    expect(urgency).toBe("notice");
    expect(title).toBe("globalcart, week 2026-W47: 3 failovers, 4 things for people");
    expect(lines).toEqual([
      "recovered in 6.5 s (p50), 11.5 s (p95), 11.5 s at most; 2 of 3 as promised",
      "1 path below their objective, the worst dx-use1-azure with 99.69 %",
      "drills: 1 of 2 passed",
      "savings taken: 1, $380 a month",
      "needs people: A move of usc1-dc2 waits for approval: ic-usc1-dc2 to vpn-usc1-dc2: reaches 41 flows",
      "needs people: use1-azure is on vpn-use1-azure for more than a day: Fail back, or say why not.",
      "needs people: dx-use1-azure has overdrawn its budget of availability: 55 % beyond it.",
      "needs people: 1 of 3 recoveries took longer than promised: Look at which part took it: detection, decision, change or proof.",
      "globalcart: $70 in the week",
      "capability web: $40",
      "the whole report: https://skylane.example.com/#/report?week=2026-W47",
    ]);
  });

  it("of a quiet week says so, and names the command where no address of the page is known", () => {
    expect(wordWeekReport({ ...quiet, availability: { groups: [], paths: [] } }, undefined, undefined)).toMatchObject({
      title: "globalcart, week 2026-W47: no failover, nothing needs people",
      lines: ["the whole report: skylane report week --week 2026-W47"],
    });
  });

  it("holds every line on one line, whatever an estate is called", () => {
    const hostile = {
      ...aWeekReport(),
      estate: "a\nb\u202ec",
      needs: [{ tone: "bad" as const, what: "x\ny", detail: "\u0007z" }],
    };

    const { title, lines } = wordWeekReport(hostile, undefined, undefined);

    expect([title, ...lines].filter((line) => /[\p{Cc}\p{Cf}]/u.test(line))).toEqual([]);
  });
});
