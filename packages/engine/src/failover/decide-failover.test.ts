import type { FailoverPlan, FlowId, Incident } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, aPlan, healthOf as recordOf } from "../../../../test/support/builders.ts";
import { decideFailover, type FailoverFacts } from "./decide-failover.ts";
import { type Sighting, sightings } from "./sighting.ts";

const healthOf = (...args: Parameters<typeof recordOf>): Sighting => {
  const [seen] = sightings([recordOf(...args)], { kind: "manual", pathId: recordOf(...args).pathId }, 0, {
    nowMs: 1_000_500,
    thresholds: aConfig().thresholds,
  });
  if (!seen) throw new Error("a record without a sighting");
  return seen;
};

const plan = aPlan();
const facts = (more: Partial<FailoverFacts> = {}): FailoverFacts => ({
  nowMs: 1_000_500,
  order: { kind: "path-state", orderedAtMs: 1_000_000 },
  plan,
  automation: "act",
  settings: aConfig().failover,
  isStopped: false,
  sightings: [healthOf("dx", "down"), healthOf("vpn", "up")],
  fates: new Map(),
  capacity: [],
  history: [],
  isRepairedByRouting: false,
  ...more,
});
const moved = (id: string, openedAtMs = 1_000_000): Incident =>
  ({
    id,
    groupId: "g",
    status: "failed-back",
    openedAtMs,
    fromPathId: "dx",
    trigger: { kind: "path-state", pathId: "dx" },
    preImages: [],
    timeline: [],
  }) as unknown as Incident;

describe("engine/failover/decide-failover", () => {
  it("switches when the primary is down, the backup is up and it may act", () => {
    expect(decideFailover(facts())).toEqual({ kind: "switch", toPathId: "vpn" });
  });

  it("takes the stored spare where the failure has taken the backup too", () => {
    const spared = { ...plan, spares: [{ pathId: "vpn-2", changes: [] }] } as unknown as FailoverPlan;
    const bothGone = [healthOf("dx", "down"), healthOf("vpn", "down"), healthOf("vpn-2", "up")];
    const lossyBackup = [healthOf("dx", "down"), healthOf("vpn", "degraded"), healthOf("vpn-2", "up")];
    const onlyLossy = [healthOf("dx", "down"), healthOf("vpn", "degraded"), healthOf("vpn-2", "down")];

    expect(decideFailover(facts({ plan: spared, sightings: bothGone }))).toEqual({ kind: "switch", toPathId: "vpn-2" });
    expect(decideFailover(facts({ plan: spared, sightings: lossyBackup }))).toMatchObject({ toPathId: "vpn-2" });
    expect(decideFailover(facts({ plan: spared, sightings: onlyLossy }))).toMatchObject({ toPathId: "vpn" });
  });

  it("leaves a knob that reaches beyond the group to a person", () => {
    const hubWide = {
      ...plan,
      changes: [{ summary: "in hub-1 prefer what is heard over VPN", isPlannedOnly: true }],
    } as unknown as FailoverPlan;

    expect(decideFailover(facts({ plan: hubWide }))).toEqual({
      kind: "hold",
      rule: "planned-only",
      reason: "only a person may order it, for it reaches beyond the group: in hub-1 prefer what is heard over VPN",
      isPage: true,
    });
    expect(decideFailover(facts({ plan: hubWide, order: { kind: "manual", orderedAtMs: 1_000_000 } }))).toMatchObject({
      kind: "switch",
    });
  });

  it.each<[string, Partial<FailoverFacts>, string, boolean]>([
    ["an order older than two minutes", { nowMs: 1_120_001 }, "order-too-old", false],
    ["no plan", { plan: undefined }, "no-plan", true],
    ["the kill switch", { isStopped: true }, "kill-switch", true],
    ["a kill switch that cannot be read", { isStopped: undefined }, "kill-switch", true],
    [
      "no allowed backup",
      { plan: { ...plan, backupPathId: undefined } as unknown as FailoverPlan },
      "no-allowed-backup",
      true,
    ],
    [
      "a primary that is up again",
      { sightings: [healthOf("dx", "up"), healthOf("vpn", "up")] },
      "primary-recovered",
      false,
    ],
    ["a primary nothing is known of", { sightings: [healthOf("vpn", "up")] }, "primary-unknown", true],
    ["both down", { sightings: [healthOf("dx", "down"), healthOf("vpn", "down")] }, "both-paths-bad", true],
    ["a backup nothing is known of", { sightings: [healthOf("dx", "down")] }, "both-paths-bad", true],
    ["both degraded", { sightings: [healthOf("dx", "degraded"), healthOf("vpn", "degraded")] }, "both-paths-bad", true],
    ["a flap budget that is used up", { history: ["a", "b", "c", "d"].map((id) => moved(id)) }, "flap-budget", true],
    ["a group at advise", { automation: "advise" }, "automation-level", false],
    ["a group at observe", { automation: "observe" }, "automation-level", false],
  ])("holds for %s", (_, more, rule, isPage) => {
    expect(decideFailover(facts(more))).toMatchObject({ kind: "hold", rule, isPage });
  });

  it("takes a lossy backup for a dead primary: lossy beats dead", () => {
    expect(decideFailover(facts({ sightings: [healthOf("dx", "down"), healthOf("vpn", "degraded")] })).kind).toBe(
      "switch",
    );
  });

  it("does not count moves of another day", () => {
    const history = ["a", "b", "c", "d"].map((id) => moved(id, 1_000_000 - 86_400_001));

    expect(decideFailover(facts({ history })).kind).toBe("switch");
  });

  it("verifies where routing has repaired it already, even at advise", () => {
    expect(decideFailover(facts({ isRepairedByRouting: true, automation: "advise" })).kind).toBe("verify");
  });

  it("moves only where it might have moved at once, if traffic does not prove that repair", () => {
    const repaired = (more: Partial<FailoverFacts> = {}) =>
      decideFailover(facts({ isRepairedByRouting: true, ...more }));

    expect(repaired()).toEqual({ kind: "verify", otherwise: { kind: "switch", toPathId: "vpn" } });
    expect(repaired({ automation: "advise" })).toMatchObject({ otherwise: { kind: "hold", rule: "automation-level" } });
    expect(repaired({ sightings: [healthOf("dx", "down")] })).toMatchObject({ otherwise: { rule: "both-paths-bad" } });
  });

  it("suspects the vantage when most of its paths fail together", () => {
    const health = [healthOf("dx", "down"), healthOf("vpn", "up"), healthOf("x", "down"), healthOf("y", "down")];

    expect(decideFailover(facts({ sightings: health }))).toMatchObject({ rule: "vantage-suspect" });
  });

  it("does not suspect it for failures long ago", () => {
    const health = [
      healthOf("dx", "down"),
      healthOf("vpn", "up"),
      healthOf("x", "down", { sinceMs: 0 }),
      healthOf("y", "down", { sinceMs: 0 }),
    ];

    expect(decideFailover(facts({ sightings: health })).kind).toBe("switch");
  });

  it("lets a person move a healthy group, past flap budget and level, but not onto a dead path", () => {
    const manual = { order: { kind: "manual" as const, orderedAtMs: 1_000_000 }, automation: "advise" as const };

    expect(decideFailover(facts({ ...manual, sightings: [healthOf("dx", "up"), healthOf("vpn", "up")] })).kind).toBe(
      "switch",
    );
    expect(
      decideFailover(facts({ ...manual, sightings: [healthOf("dx", "up"), healthOf("vpn", "down")] })),
    ).toMatchObject({
      rule: "both-paths-bad",
    });
  });

  it.each<[string, Partial<FailoverFacts>, string]>([
    ["a move of the group that stands", { history: [{ ...moved("a"), status: "moved" }] }, "already-moving"],
    [
      "two vantages of different clouds that differ",
      {
        sightings: [healthOf("dx", "down"), healthOf("dx", "up", { vantageId: "v2" }), healthOf("vpn", "up")],
        fates: new Map([
          ["v1", ["aws"]],
          ["v2", ["azure"]],
        ]),
      },
      "no-quorum",
    ],
    [
      "down for one and lossy for the other, where only down counts",
      {
        sightings: [healthOf("dx", "down"), healthOf("dx", "degraded", { vantageId: "v2" }), healthOf("vpn", "up")],
      },
      "no-quorum",
    ],
    [
      "seven quick moves, where the budget would allow more",
      {
        settings: aConfig((raw) => ({ ...raw, failover: { flapBudgetCount: 100 } })).failover,
        history: Array.from({ length: 7 }, (_, i) => moved(`m${i}`)),
      },
      "damped",
    ],
  ])("holds for %s", (_, more, rule) => {
    expect(decideFailover(facts(more))).toMatchObject({ kind: "hold", rule });
  });

  it("says for how long a group is damped", () => {
    const settings = aConfig((raw) => ({ ...raw, failover: { flapBudgetCount: 100 } })).failover;
    const history = Array.from({ length: 7 }, (_, i) => moved(`m${i}`));

    expect(decideFailover(facts({ settings, history }))).toMatchObject({
      isPage: true,
      reason: expect.stringContaining("it may move by itself again in 49 min"),
    });
  });

  describe("a target without room", () => {
    const tight = (pathId: string, precious: readonly string[]) => ({
      pathId,
      neededMbps: 900,
      roomMbps: 100,
      shed: [{ flowId: "f" as FlowId, class: "standard" as const }],
      precious: precious as readonly FlowId[],
    });

    it("is taken by a dead primary's group where only less important flows of others suffer, and that is said", () => {
      expect(decideFailover(facts({ capacity: [tight("vpn", [])] }))).toMatchObject({ kind: "switch", shed: ["f"] });
    });

    it("is not taken where others that are as important would suffer; a person may order it all the same", () => {
      const capacity = [tight("vpn", ["theirs"])];

      expect(decideFailover(facts({ capacity }))).toMatchObject({
        rule: "no-room",
        isPage: true,
        reason: "vpn has room for 100 of 900 Mbps, and carries theirs of other groups, which is as important",
      });
      expect(decideFailover(facts({ capacity, order: { kind: "manual", orderedAtMs: 1_000_000 } }))).toMatchObject({
        kind: "switch",
      });
    });

    it("is passed over for a spare that has room", () => {
      const spared = { ...plan, spares: [{ pathId: "vpn-2", changes: [] }] } as unknown as FailoverPlan;
      const seen = [healthOf("dx", "down"), healthOf("vpn", "up"), healthOf("vpn-2", "up")];

      expect(
        decideFailover(facts({ plan: spared, sightings: seen, capacity: [tight("vpn", ["theirs"])] })),
      ).toMatchObject({ kind: "switch", toPathId: "vpn-2" });
    });
  });

  describe("a primary that is only degraded", () => {
    const settings = aConfig((raw) => ({ ...raw, failover: { on: ["down", "degraded"] } })).failover;
    const clean = { ...healthOf("vpn", "up"), isClean: true };
    const gray = (more: Partial<FailoverFacts> = {}) =>
      decideFailover(facts({ settings, sightings: [healthOf("dx", "degraded"), clean], ...more }));
    const full = (shedClass: "bulk" | "critical") => [
      {
        pathId: "vpn",
        neededMbps: 2_000,
        roomMbps: 1_250,
        shed: [{ flowId: "f" as FlowId, class: shedClass }],
        precious: [],
      },
    ];

    it("is left for a path that is clean", () => {
      expect(gray()).toEqual({ kind: "switch", toPathId: "vpn" });
    });

    it("is not left for one that is up, but not clean", () => {
      expect(gray({ sightings: [healthOf("dx", "degraded"), healthOf("vpn", "up")] })).toMatchObject({
        rule: "backup-not-clean",
      });
      const doubted = { ...healthOf("vpn", "up", { vantageId: "v2" }), isClean: false };
      expect(gray({ sightings: [healthOf("dx", "degraded"), clean, doubted] })).toMatchObject({
        rule: "backup-not-clean",
      });
    });

    it("is left for the spare that is clean, past a backup that is not", () => {
      const spared = { ...plan, spares: [{ pathId: "vpn-2", changes: [] }] } as unknown as FailoverPlan;
      const sightings = [
        healthOf("dx", "degraded"),
        healthOf("vpn", "up"),
        { ...healthOf("vpn-2", "up"), isClean: true },
      ];

      expect(gray({ plan: spared, sightings })).toMatchObject({ kind: "switch", toPathId: "vpn-2" });
    });

    it("is left for one that is too small for bulk, not for one too small for critical flows", () => {
      expect(gray({ capacity: full("bulk") })).toMatchObject({ kind: "switch", shed: ["f"] });
      expect(gray({ capacity: full("critical") })).toMatchObject({ rule: "backup-not-clean" });
      expect(decideFailover(facts({ capacity: full("critical") })), "a dead one is").toMatchObject({ kind: "switch" });
    });

    it("is not left for one whose flows of other groups are as important and would suffer", () => {
      const shared = full("bulk").map((one) => ({ ...one, precious: ["theirs" as FlowId] }));

      expect(gray({ capacity: shared })).toMatchObject({
        rule: "backup-not-clean",
        reason:
          "dx is only degraded, and vpn has room for 1250 of 2000 Mbps, and carries theirs of other groups, which is as important",
      });
    });

    it("is not left at all unless the configuration says so", () => {
      expect(decideFailover(facts({ sightings: [healthOf("dx", "degraded"), clean] }))).toMatchObject({
        rule: "primary-recovered",
      });
    });
  });
});
