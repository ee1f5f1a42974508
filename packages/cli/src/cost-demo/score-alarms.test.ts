import { describe, expect, it } from "vitest";
import { type PlayedIncident, scoreAlarms, type ToldAlarm } from "./score-alarms.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;
const incident = (more: Partial<PlayedIncident> = {}): PlayedIncident => ({
  kind: "runaway",
  fromMs: 0,
  toMs: 10 * HOUR,
  flowIds: ["a"],
  connectionIds: ["vpn"],
  usualConnectionIds: ["vpn"],
  ...more,
});
const told = (toldAtMs: number, more: Partial<ToldAlarm> = {}): ToldAlarm => ({
  id: "ca-flow-a-0001",
  toldAtMs,
  foundAtMs: toldAtMs,
  scope: { kind: "flow", id: "a" },
  beganAtMs: 0,
  detectors: ["seasonal"],
  severity: "low",
  observedUsdPerHour: 1,
  expectedUsdPerHour: 0,
  usdPerDay: 24,
  usdSoFar: 1,
  cause: "runaway",
  evidence: ["more"],
  flowIds: ["a"],
  connectionIds: [],
  status: "open",
  ...more,
});

describe("cli/cost-demo/score-alarms", () => {
  it.each([
    ["in time and with its cause", [told(180 * MINUTE)], true],
    ["a minute late", [told(181 * MINUTE)], false],
    ["with another cause", [told(HOUR, { cause: "creep" })], false],
    ["explained within the goal", [told(HOUR, { cause: "unknown" }), told(2 * HOUR, { foundAtMs: HOUR })], true],
    ["explained too late", [told(HOUR, { cause: "unknown" }), told(4 * HOUR, { foundAtMs: HOUR })], false],
    ["never", [], false],
    ["after it was over", [told(11 * HOUR)], false],
  ] as const)("counts an incident that is told %s", (_, alarms, isGoalMet) => {
    const score = scoreAlarms([incident()], alarms, WEEK);

    expect([score.isGoalMet, score.incidents[0]?.isGoalMet, score.falseAlarms]).toEqual([isGoalMet, isGoalMet, []]);
  });

  it("asks of a change of routes who made it", () => {
    const one = incident({ kind: "misrouting", by: "role/x" });
    const by = (who: string) =>
      scoreAlarms([one], [told(HOUR, { cause: "misrouting", routeChange: { atMs: 0, what: "w", by: who } })], WEEK);

    expect([by("role/x").isGoalMet, by("role/y").isGoalMet]).toEqual([true, false]);
  });

  it("counts as false what is about nothing that was put in, or comes a day after it, once an anomaly", () => {
    const other: Partial<ToldAlarm> = { id: "ca-flow-b-0001", scope: { kind: "flow", id: "b" }, flowIds: ["b"] };
    const alarms = [told(HOUR), told(HOUR, other), told(2 * HOUR, other), told(35 * HOUR, { id: "ca-flow-a-0002" })];

    expect(scoreAlarms([incident()], alarms, 2 * WEEK)).toMatchObject({
      falseAlarmsPerWeek: 1,
      isGoalMet: true,
      falseAlarms: [{ id: "ca-flow-b-0001" }, { id: "ca-flow-a-0002" }],
    });
    expect(scoreAlarms([incident()], alarms, WEEK).isGoalMet).toBe(false);
  });
});
