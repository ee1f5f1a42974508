import type { Incident, PathStateName } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { anAlarm } from "../../../../test/support/alarms.ts";
import { healthOf } from "../../../../test/support/builders.ts";
import type { PathAlarm } from "../health/index.ts";
import { decideFailback, type FailbackFacts } from "./decide-failback.ts";
import type { FailbackOrder } from "./order.ts";

const upAt = (sinceMs: number, vantageId = "v1", state: PathStateName = "up") =>
  healthOf("dx", state, { vantageId, sinceMs, epoch: 4 });
const decide = (more: Partial<FailbackFacts> = {}, order: Partial<FailbackOrder> = {}) =>
  decideFailback({
    nowMs: 300_000,
    order: { isManual: false, epoch: 4, vantageId: "v1", waitSeconds: 300, ...order } as FailbackOrder,
    incident: { id: "fo-g-3", status: "moved", fromPathId: "dx" } as Incident,
    health: [upAt(0)],
    isStopped: false,
    ...more,
  }).kind;

describe("engine/failover/decide-failback", () => {
  it("goes when the one vantage has seen the primary up for the whole window", () => {
    expect(decide()).toBe("go");
  });

  it.each<[string, Partial<FailbackFacts>, "go" | "stay"]>([
    ["another saw it up as long", { health: [upAt(0), upAt(0, "v2")] }, "go"],
    ["another noticed a little later", { health: [upAt(0), upAt(20_000, "v2")] }, "go"],
    ["another has seen it up for a minute only", { health: [upAt(0), upAt(240_000, "v2")] }, "stay"],
    ["another still sees it down", { health: [upAt(0), upAt(0, "v2", "down")] }, "stay"],
    ["another is blind", { health: [upAt(0), upAt(0, "v2", "unknown")] }, "go"],
    ["only another, at an epoch that happens to be the same, knows it", { health: [upAt(0, "v2")] }, "stay"],
    ["nobody knows it", { health: [] }, "stay"],
    ["the kill switch is on", { isStopped: true }, "stay"],
  ])("when %s", (_, more, kind) => {
    expect(decide(more)).toBe(kind);
  });

  it("waits for vantages that have fallen silent; a person's order does not", () => {
    expect(decide({ health: [], isSilent: true })).toBe("wait");
    expect(decide({ health: [], isSilent: true }, { isManual: true })).toBe("stay");
  });

  it("waits until the kill switch can be read; a person's order does not", () => {
    expect(decide({ isStopped: undefined })).toBe("wait");
    expect(decide({ isStopped: undefined }, { isManual: true })).toBe("stay");
  });

  it("waits while the cloud is at work on the primary, a minute at a time; a person's order does not", () => {
    const { connectionIds: _, ...maintenance } = anAlarm({ kind: "maintenance", atMs: 0, endsAtMs: 300_001 });
    const at = (more: object = {}) => [{ ...maintenance, pathId: "dx", ...more }] as unknown as readonly PathAlarm[];

    expect(decide({ alarms: at() })).toBe("wait");
    expect(decide({ alarms: at() }, { isManual: true })).toBe("go");
    expect(decide({ alarms: at({ endsAtMs: 300_000 }) })).toBe("go");
    expect(decide({ alarms: at({ startsAtMs: 300_001, endsAtMs: 400_000 }) })).toBe("go");
    expect(decide({ alarms: at({ isRaised: false }) })).toBe("go");
    expect(decide({ alarms: at({ pathId: "vpn" }) })).toBe("go");
    expect(decide({ alarms: at({ kind: "link-down" }) })).toBe("go");
    expect(decide({ alarms: at(), health: [upAt(0, "v1", "down")] })).toBe("stay");
  });

  it("does not wait for a window when a person orders it", () => {
    expect(decide({ health: [upAt(299_000)] }, { isManual: true, epoch: 0, waitSeconds: 0 })).toBe("go");
  });

  it("leaves the way back from a planned change to a person, who need not wait for probes that it silenced", () => {
    const planned = { isPlannedOnly: true, health: [upAt(0, "v1", "down")] };

    expect(decide({ ...planned, health: [upAt(0)] })).toBe("stay");
    expect(decide(planned, { isManual: true })).toBe("go");
    expect(decide({ ...planned, health: [], isSilent: true }, { isManual: true })).toBe("go");
    expect(decide({ ...planned, isStopped: true }, { isManual: true })).toBe("stay");
    expect(decide({ ...planned, isStopped: undefined }, { isManual: true })).toBe("stay");
  });
});
