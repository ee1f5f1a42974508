import { isoWeekOf, startOfWeek } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { aRecommendation } from "../../../../test/support/cost-findings.ts";
import { aDrillRun } from "../../../../test/support/drills.ts";
import { incidentOf } from "../../../../test/support/incident-record.ts";
import { aDay, DAY_MS, learntOf, NOON_MS } from "../../../../test/support/slo-facts.ts";
import { groupsOfWeek, pathsOfWeek, unionMs } from "./availability.ts";
import { drillsOfWeek } from "./drills-of-week.ts";
import { savingsOf } from "./savings.ts";

const fromMs = startOfWeek(isoWeekOf(NOON_MS));
const week = { fromMs, toMs: fromMs + 7 * DAY_MS };
const MONDAY = fromMs / DAY_MS;

describe("engine/report/availability", () => {
  const config = aConfig((raw) => ({ ...raw, slos: {} }));

  it("counts the days of the week and no other, and what was never seen is not known", () => {
    const days = [
      aDay(MONDAY - 1, 1_000, { downMinutes: 400 }),
      aDay(MONDAY, 1_430, { downMinutes: 10, lostCount: 143 }),
      aDay(MONDAY + 6, 1_400, { degradedMinutes: 40 }),
      aDay(MONDAY + 7, 1_000, { downMinutes: 400 }),
    ];

    const [dx, vpn] = pathsOfWeek(config, [learntOf(days)], [], week);

    expect(dx).toMatchObject({ pathId: "dx", seenMinutes: 2_880, downMinutes: 10, degradedMinutes: 40 });
    expect(dx?.availabilityRatio).toBeCloseTo(1 - 10 / 2_880, 12);
    expect(dx?.lossRatio).toBeCloseTo(143 / (2_830 * 20), 12);
    expect(dx?.objectiveRatio).toBe(0.9995);
    expect(dx?.days.map(({ day }) => Date.parse(day) / DAY_MS)).toEqual([MONDAY, MONDAY + 6]);
    expect(vpn).toMatchObject({ pathId: "vpn", seenMinutes: 0, days: [] });
    expect(vpn).not.toHaveProperty("availabilityRatio");
  });

  it("a group is interrupted from the first sign to the proof, overlaps once, and not by what was ordered", () => {
    const at = fromMs + DAY_MS;
    const moved = (openedAtMs: number, afterMs: number, more = {}) =>
      incidentOf({ openedAtMs, timeline: [{ atMs: openedAtMs + afterMs, what: "moved: 3 of 3" }], ...more });
    const ordered = moved(at + 9_000, 60_000, { trigger: { kind: "manual", pathId: "dx" } as never });
    const incidents = [moved(at, 4_000), moved(at + 1_000, 5_000), ordered];

    const [group] = groupsOfWeek(config, incidents, ({ openedAtMs }) => openedAtMs - 2_000, week);

    expect(group).toMatchObject({ groupId: "g", incidentCount: 2, outageMs: 8_000 });
    expect(group?.availabilityRatio).toBeCloseTo(1 - 8_000 / (7 * DAY_MS), 12);
  });

  it("where an incident moved nothing, how long it was felt is not known, and there is no ratio", () => {
    const held = incidentOf({ openedAtMs: fromMs, status: "refused", timeline: [{ atMs: fromMs, what: "held: x" }] });

    const [group] = groupsOfWeek(config, [held], ({ openedAtMs }) => openedAtMs, week);

    expect(group).toEqual({ groupId: "g", incidentCount: 1, outageMs: 0 });
  });

  it("joins what overlaps", () => {
    expect(unionMs([])).toBe(0);
    expect(
      unionMs([
        [10, 20],
        [15, 18],
        [0, 5],
        [19, 30],
      ]),
    ).toBe(25);
  });
});

describe("engine/report/drills-of-week", () => {
  const at = (automation: "act" | "advise") =>
    aConfig((raw) => ({ ...raw, groups: raw.groups.map((group) => ({ ...group, automation })) }));
  const config = at("act");
  const overdue = (orderedAtMs: number, status: string) =>
    drillsOfWeek(config, [aDrillRun({ orderedAtMs, status })], week).overdue;

  it("shows the runs of the week, and says of a group that was never drilled that it was not", () => {
    const drills = drillsOfWeek(
      config,
      [aDrillRun({ orderedAtMs: fromMs }), aDrillRun({ orderedAtMs: week.toMs })],
      week,
    );

    expect(drills.runs).toEqual([expect.objectContaining({ runId: "dr-monthly-g-1", status: "passed", rtoMs: 800 })]);
    expect(drills.overdue).toEqual([]);
    expect(drillsOfWeek(config, [], week).overdue).toEqual([{ groupId: "g" }]);
    expect(drillsOfWeek(at("advise"), [], week).overdue).toEqual([]);
  });

  it("a drill counts for a quarter, if it went to its end", () => {
    expect(overdue(week.toMs - 92 * DAY_MS, "failed")).toEqual([]);
    expect(overdue(week.toMs - 93 * DAY_MS, "passed")).toEqual([{ groupId: "g", notDrilledDays: 93 }]);
    expect(overdue(fromMs, "refused")).toEqual([{ groupId: "g" }]);
    expect(overdue(fromMs, "aborted")).toEqual([{ groupId: "g" }]);
  });
});

describe("engine/report/savings", () => {
  const verified = (atMs: number, savedUsd: number) => ({
    atMs,
    savedUsd,
    savedLowUsd: 1,
    savedHighUsd: 99,
    daysBefore: 28,
    daysAfter: 28,
    says: "x",
  });

  it("counts each by what became of it and when, what was verified by the bill", () => {
    const all = [
      aRecommendation({ id: "cr-aaaaaa", savingUsd: 10, raisedAtMs: fromMs }),
      aRecommendation({ id: "cr-bbbbbb", savingUsd: 20, raisedAtMs: fromMs - 1 }),
      aRecommendation({
        id: "cr-cccccc",
        savingUsd: 40,
        raisedAtMs: 0,
        status: "accepted",
        decided: { by: "ana", atMs: fromMs + 1, note: "" },
      }),
      aRecommendation({
        id: "cr-dddddd",
        savingUsd: 80,
        raisedAtMs: 0,
        status: "verified",
        doneAtMs: 1,
        verified: verified(1, 75),
      }),
      aRecommendation({
        id: "cr-eeeeee",
        savingUsd: 160,
        raisedAtMs: 0,
        status: "not-verified",
        doneAtMs: 1,
        verified: verified(fromMs, 2),
      }),
      aRecommendation({ id: "cr-ffffff", savingUsd: 320, raisedAtMs: 0, status: "dismissed" }),
    ];

    const { shown, ...sums } = savingsOf(all, week);

    expect(sums).toEqual({
      advised: { count: 1, monthlyUsd: 10 },
      open: { count: 2, monthlyUsd: 30 },
      taken: { count: 1, monthlyUsd: 40 },
      verified: { count: 1, monthlyUsd: 75 },
      missed: { count: 1, monthlyUsd: 160 },
    });
    expect(shown.map(({ status, monthlyUsd }) => [status, monthlyUsd])).toEqual([
      ["accepted", 40],
      ["open", 20],
      ["open", 10],
      ["not-verified", 2],
    ]);
  });
});
