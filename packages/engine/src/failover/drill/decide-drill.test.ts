import type { ConnectionGroup, FailoverPlan } from "@skylane/core";
import { Drill } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, aPlan } from "../../../../../test/support/builders.ts";
import type { Sighting } from "../sighting.ts";
import { type DrillFacts, decideDrill } from "./decide-drill.ts";

const target = { test: "test.fault", settings: { pathId: "dx" } };
const group = aConfig((raw) => ({
  ...raw,
  groups: raw.groups.map((one) => ({
    ...one,
    paths: one.paths.map((path) => (path.id === "dx" ? { ...path, faultTest: target } : path)),
  })),
})).groups[0] as ConnectionGroup;
const plan = aPlan({ proofFlowIds: ["orders"] });
const drill = Drill.parse({ id: "d", over: "all", kind: "official", targetRtoMs: "5 seconds" });
const seen = (pathId: string, change: Partial<Sighting> = {}): Sighting =>
  ({ pathId, vantageId: "v1", state: "up", sinceMs: 0, isClean: true, ...change }) as Sighting;
const NOW_MS = Date.parse("2026-12-06T01:00:00Z");
const facts = (change: Partial<DrillFacts> = {}): DrillFacts => ({
  nowMs: NOW_MS,
  drill,
  group,
  plan,
  isStopped: false,
  sightings: [seen("dx"), seen("vpn")],
  active: undefined,
  incident: undefined,
  hasOverride: false,
  orders: [],
  capacity: [],
  reading: { isTesting: false, isUp: true },
  lastEndMs: undefined,
  ...change,
});
const planned = { ...plan, changes: [{ summary: "the whole hub", isPlannedOnly: true }] } as unknown as FailoverPlan;
const window = { timeZone: "UTC", from: "02:00", to: "03:00" };

describe("engine/failover/drill/decide-drill", () => {
  it("begins where everything is well, by the test of the primary", () => {
    expect(decideDrill(facts())).toEqual({ kind: "go", fromPathId: "dx", toPathId: "vpn", target });
    const reroute = { ...drill, kind: "reroute" as const };
    expect(decideDrill(facts({ drill: reroute, reading: undefined }))).toEqual({
      kind: "go",
      fromPathId: "dx",
      toPathId: "vpn",
    });
  });

  it.each<[string, Partial<DrillFacts>, string]>([
    ["the kill switch is on", { isStopped: true }, "kill-switch"],
    ["the kill switch cannot be read", { isStopped: undefined }, "kill-switch"],
    ["the group only advises", { group: { ...group, automation: "advise" } }, "automation-level"],
    ["the window is closed", { drill: { ...drill, window } }, "outside-window"],
    ["another drill holds the group", { active: { runId: "dr-x-g-1" } as never }, "drill-active"],
    ["an incident is open", { incident: { id: "fo-g-1", status: "moved" } as never }, "incident-active"],
    ["routes of an earlier move are away", { hasOverride: true }, "incident-active"],
    ["there is no plan", { plan: undefined }, "no-allowed-backup"],
    ["no path may be the backup", { plan: { ...plan, backupPathId: undefined } }, "no-allowed-backup"],
    [
      "a person has ordered a path of it",
      { orders: [{ pathId: "vpn", by: "ops", to: "avoid" } as never] },
      "overridden",
    ],
    ["orders cannot be read", { orders: "unreadable" }, "overridden"],
    ["the primary has no official test", { plan: { ...plan, primaryPathId: "vpn" as never } }, "no-official-test"],
    ["somebody else tests it", { reading: { isTesting: true, isUp: false } }, "test-active"],
    ["its cloud says it is down", { reading: { isTesting: false, isUp: false } }, "not-clean"],
    ["the move reaches beyond the group", { drill: { ...drill, kind: "reroute" }, plan: planned }, "planned-only"],
    ["the backup is down", { sightings: [seen("dx"), seen("vpn", { state: "down" })] }, "not-clean"],
    ["nothing is known of the backup", { sightings: [seen("dx")] }, "not-clean"],
    ["the primary lost probes of late", { sightings: [seen("dx", { isClean: false }), seen("vpn")] }, "not-clean"],
    [
      "the backup has no room for all flows",
      {
        capacity: [
          {
            pathId: "vpn",
            neededMbps: 9,
            roomMbps: 1,
            shed: [{ flowId: "batch" as never, class: "bulk" }],
            precious: [],
          },
        ],
      },
      "no-room",
    ],
    ["the last drill has just ended", { lastEndMs: NOW_MS - 60_000 }, "no-rest"],
  ])("refuses while %s", (_, change, rule) => {
    expect(decideDrill(facts(change))).toMatchObject({ kind: "refuse", rule });
  });

  it("begins again after the rest", () => {
    expect(decideDrill(facts({ lastEndMs: NOW_MS - drill.restMs })).kind).toBe("go");
  });
});
