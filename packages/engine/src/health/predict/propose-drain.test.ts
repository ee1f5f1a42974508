import type { FailoverPlan, Incident, PathOverride } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { type DrainFacts, proposeDrain } from "./propose-drain.ts";

const clean = (pathId: string, state: "up" | "degraded" = "up") => {
  const record = healthOf(pathId, state, { baselineRttMs: 5 });
  return { ...record, health: { ...record.health, recent: Array<number>(20).fill(5) } };
};
const plan = { groupId: "g", primaryPathId: "dx", backupPathId: "vpn", spares: [] } as unknown as FailoverPlan;
const order = (to: "avoid" | "prefer", pathId: string) =>
  ({ pathId, groupId: "g", to, by: "ops", reason: "r", setAtMs: 0, untilMs: 2_000_000 }) as unknown as PathOverride;
const facts = (more: Partial<DrainFacts> = {}): DrainFacts => ({
  nowMs: 1_000_000,
  path: { id: "dx", connectionId: "dx-1" } as unknown as DrainFacts["path"],
  plan,
  active: undefined,
  health: [clean("dx"), clean("vpn"), clean("wan")],
  orders: [],
  atRiskIds: new Set(["dx"]),
  thresholds: aConfig().thresholds,
  ...more,
});
const withSpare = { ...plan, spares: [{ pathId: "wan", changes: [] }] } as unknown as FailoverPlan;

describe("engine/health/predict/propose-drain", () => {
  it("proposes the plan's backup", () => {
    expect(proposeDrain(facts())).toEqual({ kind: "drain", connectionId: "dx-1", toPathId: "vpn" });
  });

  it.each<[string, Partial<DrainFacts>, string]>([
    ["a path that carries nothing", { path: { id: "vpn", connectionId: "vpn-1" } as never }, "carries-nothing"],
    ["a group that is being moved", { active: { id: "fo-g-1" } as unknown as Incident }, "move-active"],
    ["a group without a plan", { plan: undefined }, "no-plan"],
    ["a plan without a backup", { plan: { ...plan, backupPathId: undefined } as never }, "no-allowed-backup"],
    ["a backup that a person keeps off", { orders: [order("avoid", "vpn")] }, "no-allowed-backup"],
    ["a backup that is degraded", { health: [clean("dx"), clean("vpn", "degraded")] }, "backup-not-healthy"],
    [
      "a backup that one of its vantages sees degraded",
      { health: [clean("vpn"), { ...clean("vpn", "degraded"), vantageId: "v2" as never }] },
      "backup-not-healthy",
    ],
    ["a backup that nobody has seen of late", { nowMs: 1_200_000 }, "backup-not-healthy"],
    ["a backup that lost probes of late", { health: [healthOf("vpn", "up")] }, "backup-not-healthy"],
    ["a backup of which something bad is predicted too", { atRiskIds: new Set(["dx", "vpn"]) }, "backup-not-healthy"],
  ])("proposes nothing for %s", (_, more, why) => {
    expect(proposeDrain(facts(more))).toEqual({ kind: "none", why });
  });

  it("names the path a drain would take: the preferred one, else the first that is up", () => {
    const preferred = { plan: withSpare, orders: [order("prefer", "wan")] };
    const backupDegraded = { plan: withSpare, health: [clean("vpn", "degraded"), clean("wan")] };

    expect(proposeDrain(facts({ plan: withSpare }))).toMatchObject({ toPathId: "vpn" });
    expect(proposeDrain(facts(preferred))).toMatchObject({ toPathId: "wan" });
    expect(proposeDrain(facts(backupDegraded))).toMatchObject({ toPathId: "wan" });
    // the drain would go to the backup, which is up, though something is predicted of it
    expect(proposeDrain(facts({ plan: withSpare, atRiskIds: new Set(["vpn"]) }))).toMatchObject({ kind: "none" });
  });
});
