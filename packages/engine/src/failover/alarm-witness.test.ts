import type { PathId, PathStateName } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anAlarm } from "../../../../test/support/alarms.ts";
import { aConfig, aPlan } from "../../../../test/support/builders.ts";
import type { PathAlarm } from "../health/index.ts";
import { decideFailover, type FailoverFacts } from "./decide-failover.ts";
import type { SharedFate } from "./quorum.ts";
import type { Sighting } from "./sighting.ts";

const NOW_MS = 1_000_500;
const { connectionIds: _, ...linkDown } = anAlarm();
const alarm = (more: Partial<PathAlarm> = {}): PathAlarm => ({ ...linkDown, pathId: "dx" as PathId, ...more });
const fates = new Map<string, SharedFate>([
  ["v1", ["aws", "us-east-1", "n1"]],
  ["v2", ["azure", "eastus", "n2"]],
  ["v3", ["onprem", "dc1", "n3"]],
]);
const sees = (vantageId: string, pathId: string, state: PathStateName, isClean = state === "up"): Sighting =>
  ({ pathId, vantageId, state, sinceMs: 0, isClean }) as unknown as Sighting;
const settings = aConfig().failover;
const facts = (more: Partial<FailoverFacts> = {}): FailoverFacts => ({
  nowMs: NOW_MS,
  order: { kind: "path-state", orderedAtMs: 1_000_000 },
  plan: aPlan(),
  automation: "act",
  settings,
  isStopped: false,
  sightings: [sees("v1", "dx", "down"), sees("v2", "dx", "up"), sees("v1", "vpn", "up"), sees("v2", "vpn", "up")],
  fates,
  capacity: [],
  history: [],
  isRepairedByRouting: false,
  ...more,
});

describe("engine/failover/alarm-witness", () => {
  it("settles a dispute of two vantages: the cloud whose link it is says so too", () => {
    expect(decideFailover(facts())).toMatchObject({ kind: "hold", rule: "no-quorum" });
    for (const kind of ["link-down", "tunnel-down", "bgp-down"] as const)
      expect(decideFailover(facts({ alarms: [alarm({ kind })] }))).toEqual({
        kind: "switch",
        toPathId: "vpn",
        reason: `an alarm settled what the vantages did not (v1: down, v2: up, aws (${kind} alarm): down)`,
      });
  });

  it.each<[string, Partial<PathAlarm>]>([
    ["that is cleared", { isRaised: false }],
    ["older than an order may be", { atMs: NOW_MS - 120_001 }],
    ["of the future", { atMs: NOW_MS + 1 }],
    ["of another path", { pathId: "vpn" as PathId }],
    ["of loss", { kind: "loss" }],
    ["of load", { kind: "utilisation" }],
    ["of planned work", { kind: "maintenance" }],
    ["that nobody knows", { kind: "other" }],
  ])("hears nothing of an alarm %s", (_, more) => {
    expect(decideFailover(facts({ alarms: [alarm(more)] }))).toEqual(decideFailover(facts()));
  });

  it("says in its reason who has spoken, if it is not enough", () => {
    const three = [...facts().sightings, sees("v3", "dx", "up")];

    expect(decideFailover(facts({ sightings: three, alarms: [alarm()] }))).toMatchObject({
      rule: "no-quorum",
      reason: "the vantages do not agree on dx (v1: down, v2: up, v3: up, aws (link-down alarm): down)",
    });
  });

  it("is one voice, however many alarms of however many clouds there are", () => {
    const three = [...facts().sightings, sees("v3", "dx", "up")];
    const many = [1, 2, 3, 4].flatMap((i) =>
      (["aws", "onprem"] as const).map((cloud) => alarm({ cloud, alarmId: `a${i}` })),
    );

    expect(decideFailover(facts({ sightings: three, alarms: many }))).toMatchObject({ rule: "no-quorum" });
  });

  it("settles whether a path is dead or only lossy, so that it is left for a lossy one", () => {
    const lossyBackup = [sees("v1", "vpn", "degraded"), sees("v2", "vpn", "degraded")];
    const disputed = [sees("v1", "dx", "down"), sees("v2", "dx", "degraded"), ...lossyBackup];

    expect(decideFailover(facts({ sightings: disputed }))).toMatchObject({ rule: "no-quorum" });
    expect(decideFailover(facts({ sightings: disputed, alarms: [alarm()] }))).toMatchObject({ kind: "switch" });
  });

  it("makes nothing worse than a vantage sees it: a lossy path does not die of an alarm", () => {
    const on = { ...settings, on: ["down" as const, "degraded" as const] };
    const lossy = [sees("v1", "dx", "degraded"), sees("v2", "dx", "up"), sees("v1", "vpn", "up", false)];

    expect(decideFailover(facts({ settings: on, sightings: lossy, alarms: [alarm()] }))).toMatchObject({
      rule: "backup-not-clean",
    });
  });

  it("nor of an alarm that would weigh enough for it, where few votes are asked for", () => {
    const crowd = new Map([...fates, ["v4", ["aws", "us-east-1", "n4"]], ["v5", ["aws", "us-east-1", "n5"]]] as const);
    const dx = [sees("v1", "dx", "degraded"), ...["v2", "v4", "v5"].map((id) => sees(id, "dx", "up"))];
    const given = {
      fates: crowd,
      settings: { ...settings, quorumRatio: 0.2 },
      sightings: [...dx, sees("v1", "vpn", "up")],
    };

    expect(decideFailover(facts({ ...given, alarms: [alarm()] }))).toMatchObject({ kind: "hold" });
  });

  it("keeps a degraded primary off a backup that its cloud calls down; for a dead one the probes decide", () => {
    const on = { ...settings, on: ["down" as const, "degraded" as const] };
    const alarms = [alarm({ pathId: "vpn" as PathId, kind: "tunnel-down" })];
    const lossy = [sees("v1", "dx", "degraded"), sees("v1", "vpn", "up")];
    const dead = [sees("v1", "dx", "down"), sees("v1", "vpn", "up")];

    expect(decideFailover(facts({ settings: on, sightings: lossy, alarms }))).toMatchObject({
      rule: "backup-not-clean",
      reason: "dx is only degraded, and vpn has a tunnel-down alarm of aws",
    });
    expect(decideFailover(facts({ settings: on, sightings: lossy }))).toMatchObject({ kind: "switch" });
    expect(decideFailover(facts({ sightings: dead, alarms }))).toMatchObject({ kind: "switch" });
  });

  const anyState = fc.constantFrom<PathStateName>("unknown", "up", "degraded", "down");
  const anySighting = fc
    .record({
      vantageId: fc.constantFrom("v1", "v2", "v3", "v4"),
      pathId: fc.constantFrom("dx", "vpn"),
      state: anyState,
    })
    .map(({ vantageId, pathId, state }) => sees(vantageId, pathId, state));
  const anyAlarm = fc
    .record({
      cloud: fc.constantFrom("aws" as const, "azure" as const),
      alarmId: fc.constantFrom("a", "b", "c"),
      kind: fc.constantFrom<PathAlarm["kind"]>("link-down", "tunnel-down", "bgp-down", "loss", "maintenance", "other"),
      isRaised: fc.constantFrom(true, true, false),
      atMs: fc.constantFrom(NOW_MS, NOW_MS - 60_000, NOW_MS - 500_000, NOW_MS + 60_000),
      pathId: fc.constantFrom("dx", "vpn"),
    })
    .map((more) => alarm(more as Partial<PathAlarm>));
  const anyFacts = fc
    .record({
      sightings: fc.uniqueArray(anySighting, { selector: (one) => `${one.vantageId}#${one.pathId}`, maxLength: 8 }),
      alarms: fc.array(anyAlarm, { maxLength: 12 }),
      quorumRatio: fc.constantFrom(0, 0.1, 0.34, 0.5, 0.8),
      on: fc.constantFrom<("down" | "degraded")[]>(["down"], ["down", "degraded"]),
    })
    .map(({ sightings, alarms, quorumRatio, on }) =>
      facts({ sightings, alarms, settings: { ...settings, quorumRatio, on } }),
    );
  const statesOf = ({ sightings }: FailoverFacts, pathId: string): readonly PathStateName[] =>
    sightings.filter((one) => one.pathId === pathId).map(({ state }) => state);

  it("no number of alarms moves a group whose primary no vantage sees bad", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        fc.pre(!statesOf(given, "dx").some((state) => state === "down" || state === "degraded"));

        expect(decideFailover(given)).toEqual(decideFailover({ ...given, alarms: [] }));
        expect(decideFailover(given).kind).toBe("hold");
      }),
      { numRuns: 2_000 },
    );
  });

  it("where the vantages agree, alarms change nothing but whether a backup is clean", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const [without, withAlarms] = [decideFailover({ ...given, alarms: [] }), decideFailover(given)];
        fc.pre(!(without.kind === "hold" && without.rule === "no-quorum"));
        if (withAlarms.kind === "hold" && withAlarms.rule === "backup-not-clean") return;
        const isDispute = statesOf(given, "dx").includes("down") && new Set(statesOf(given, "dx")).size > 1;
        if (!isDispute) expect(withAlarms).toEqual(without);
      }),
      { numRuns: 2_000 },
    );
  });

  it("alarms never lead to a path that is down or unknown", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const decision = decideFailover(given);
        if (decision.kind !== "switch") return;
        expect(statesOf(given, decision.toPathId)).not.toContain("down");
        expect(statesOf(given, decision.toPathId).some((state) => state !== "unknown")).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
