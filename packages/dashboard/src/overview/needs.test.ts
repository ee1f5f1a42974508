import type { ApprovalList, CostAnomaly, Overview, RunSummary, SloView } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { needsOf } from "./needs.ts";

const HOUR_MS = 3_600_000;
const incident = (id: string, status: string, more: object = {}) => ({
  id,
  groupId: "g",
  status,
  fromPathId: "dx",
  toPathId: "vpn",
  openedAtMs: 99 * HOUR_MS,
  reason: "both paths are bad",
  ...more,
});
const overview = (more: object = {}) =>
  ({
    atMs: 100 * HOUR_MS,
    incidents: [],
    groups: [{ id: "g" }],
    paths: [{ id: "dx", groupId: "g", state: "down", isCarrying: true }],
    ...more,
  }) as unknown as Overview;
const approvals = (expiresAtMs: number) =>
  ({
    atMs: 10,
    approvals: [
      {
        id: "ap-1",
        groupId: "g",
        fromPathId: "dx",
        toPathId: "vpn",
        reason: "300 flows",
        status: "pending",
        expiresAtMs,
      },
    ],
  }) as unknown as ApprovalList;
const keys = (sources: Parameters<typeof needsOf>[0]) => needsOf(sources).map(({ key }) => key);

describe("dashboard/overview/needs", () => {
  it("is empty while nothing waits", () => {
    const failedBack = overview({ incidents: [incident("fo-1", "failed-back")] });

    expect(needsOf({ overview: failedBack })).toEqual([]);
  });

  it("puts first what may be half changed, then who waits for an answer", () => {
    const broken = overview({ incidents: [incident("fo-1", "needs-human", { groupId: "h" })] });
    const runs = [{ id: "in-1", title: "a to b", status: "awaiting-approval" }] as RunSummary[];
    const anomalies = [
      { id: "ca-1", status: "open", scope: { kind: "flow", id: "f" }, cause: "more-traffic", usdPerDay: 12 },
      { id: "ca-2", status: "snoozed" },
    ] as unknown as CostAnomaly[];

    const needs = needsOf({ overview: broken, approvals: approvals(20), runs, anomalies });

    expect(needs.map(({ key }) => key)).toEqual(["fo-1", "ap-1", "in-1", "ca-1"]);
    expect(needs.map(({ href }) => href)).toEqual([
      "#/incidents/fo-1",
      "#/orders",
      "#/intents/in-1",
      "#/costs?select=ca-1",
    ]);
  });

  it("does not ask for an answer that comes too late", () =>
    expect(keys({ overview: overview(), approvals: approvals(10) })).toEqual([]));

  it("names a move that was held while its path is still bad, once a group, and not where an approval is asked for", () => {
    const held = overview({ incidents: [incident("fo-2", "refused"), incident("fo-1", "refused")] });

    expect(keys({ overview: held })).toEqual(["fo-2"]);
    expect(keys({ overview: held, approvals: approvals(20) })).toEqual(["ap-1"]);
    const well = { ...held, paths: [{ id: "dx", groupId: "g", state: "up", isCarrying: true }] } as unknown as Overview;
    expect(keys({ overview: well })).toEqual([]);
    const old = overview({ incidents: [incident("fo-1", "refused", { openedAtMs: HOUR_MS })] });
    expect(keys({ overview: old })).toEqual([]);
  });

  it("reminds of a group that is on its backup for more than a day", () => {
    const groups = [{ id: "g", activeIncidentId: "fo-1" }];
    const moved = (openedAtMs: number) => overview({ groups, incidents: [incident("fo-1", "moved", { openedAtMs })] });

    expect(keys({ overview: moved(HOUR_MS) })).toEqual(["fo-1"]);
    expect(keys({ overview: moved(99 * HOUR_MS) })).toEqual([]);
  });

  it("names budgets that are gone, burn or run out, and none that is well", () => {
    const slo = (pathId: string, remainingRatio: number, more: object = {}) =>
      ({ pathId, slo: "availability", vantageId: "v", objectiveRatio: 0.9995, remainingRatio, ...more }) as SloView;
    const slos = [
      slo("gone", -0.1),
      slo("burns", 0.8, { burning: { severity: "ticket", sinceMs: 0 } }),
      slo("little", 0.1),
      slo("well", 0.9),
    ];

    const needs = needsOf({ overview: overview(), slos });

    expect(needs.map(({ what, tone }) => [tone, what])).toEqual([
      ["bad", "gone: its error budget is used up"],
      ["watch", "burns: its error budget is used up too fast"],
      ["watch", "little: its error budget runs out"],
    ]);
    expect(needs[0]?.href).toBe("#/paths/gone");
  });
});
