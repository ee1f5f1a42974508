import { SkylaneError } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../../test/support/run-failover.ts";
import { choosePaths } from "../../paths/index.ts";
import {
  acquireLease,
  applyChange,
  checkGuards,
  FailoverOrder,
  recordOutcome,
  recordOverrideEnd,
  renewOverrides,
  snapshotRoutes,
  storePlan,
  watchOverrides,
} from "../index.ts";

const MINUTE_MS = 60_000;
const LEASE_MS = 3_600_000;
const orderOf = (incidentId: string) =>
  FailoverOrder.parse({
    incidentId,
    groupId: "g",
    trigger: { kind: "manual", pathId: "dx" },
    orderedAtMs: 1_000_000,
  });
const order = orderOf("fo-g-3");
const step = { incidentId: order.incidentId, groupId: order.groupId };

async function ready(): Promise<MemoryDeps> {
  const config = aConfig();
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  see(deps, "down", "up");
  return deps;
}

/** Health as of now. */
function see(deps: MemoryDeps, primary: Parameters<typeof healthOf>[1], backup: Parameters<typeof healthOf>[1]): void {
  const sampledAtMs = deps.clock.nowMs();
  deps.records.set("a", { ...healthOf("dx", primary), sampledAtMs });
  deps.records.set("b", { ...healthOf("vpn", backup), sampledAtMs });
}

async function moved(): Promise<MemoryDeps> {
  const deps = await ready();
  expect(await runFailover(deps, order)).toBe("moved");
  return deps;
}

/** The controller dies right after its first write. */
async function halfMoved(): Promise<MemoryDeps> {
  const deps = await ready();
  await checkGuards(deps, order);
  const lease = await acquireLease(deps, { ...step, seenRvn: "none" });
  const { changes } = await snapshotRoutes(deps, step);
  const [first] = changes;
  if (!lease.isHeld || !first) throw new Error("nothing to apply");
  await applyChange(deps, { ...step, fence: lease.fence, ...first });
  return deps;
}

/** Everything the watchdog may not need does not answer any more. */
function killTheRest(deps: MemoryDeps): MemoryDeps {
  const dead = async (): Promise<never> => {
    throw new SkylaneError("ERR_STORE_UNAVAILABLE", "unavailable", "dead");
  };
  deps.killSwitchState.isReadable = false;
  deps.failPublish = true;
  return {
    ...deps,
    incidents: { open: dead, save: dead, find: dead, list: dead, listSince: dead, listActive: dead, findActive: dead },
    plans: { save: dead, find: dead, list: dead, remove: dead },
    leases: { acquire: dead, admit: dead, release: dead },
    health: { save: dead, saveAll: dead, list: dead, remove: dead },
    workflows: { start: dead },
    prober: { probe: dead },
  };
}

const toldOf = (deps: MemoryDeps) => deps.published.filter(({ type }) => type === "failover.override-ended.v1");
const watch = async (deps: MemoryDeps) => (await watchOverrides(deps)).map(({ did }) => did);

describe("engine/failover/use-cases/watch-overrides", () => {
  it("an override is there before the first write, with all that is needed to undo it", async () => {
    const deps = await ready();
    const seenAtWrite: (string | undefined)[] = [];
    deps.world.failOn = () => {
      seenAtWrite.push(deps.overrideByGroup.get("g")?.incidentId);
      return undefined;
    };

    await runFailover(deps, order);

    expect(seenAtWrite).toEqual(["fo-g-3", "fo-g-3"]);
    expect(deps.overrideByGroup.get("g")).toMatchObject({
      fromPathId: "dx",
      toPathId: "vpn",
      expiresAtMs: 1_000_000 + LEASE_MS,
      changes: [{ before: { state: null } }, { before: { state: null } }],
    });
  });

  it("leaves a move alone that is renewed in time", async () => {
    const deps = await moved();
    const did: string[] = [];
    for (let minute = 0; minute < 180; minute += 1) {
      deps.clock.advance(MINUTE_MS);
      if (minute % 5 === 0) await renewOverrides(deps);
      did.push(...(await watch(deps)));
    }

    expect(new Set(did)).toEqual(new Set(["left"]));
    expect(deps.world.routes.size).toBe(2);
  });

  it("puts the routes back when the lease ran out, and takes the record away a minute later", async () => {
    const deps = await moved();
    deps.clock.advance(LEASE_MS - 1);
    expect(await watch(deps)).toEqual(["left"]);
    deps.clock.advance(1);

    expect(await watch(deps)).toEqual(["put-back"]);
    expect([...deps.world.routes]).toEqual([]);
    expect(deps.world.writes.slice(2)).toEqual(["restore t2|10.1.0.0/16 nothing", "restore t1|10.9.0.0/16 nothing"]);
    expect(deps.overrideByGroup.size).toBe(1);
    deps.clock.advance(MINUTE_MS);
    expect(await watch(deps)).toEqual(["removed"]);
    expect(await watch(deps)).toEqual([]);
    expect(toldOf(deps)).toMatchObject([{ data: { why: "lease-ran-out", outcome: "restored", awayCount: 2 } }]);
  });

  it("works with everything else dead: half a move, no incident to read, no bus, no health, no kill switch", async () => {
    const alive = await halfMoved();
    const deps = killTheRest(alive);
    alive.clock.advance(LEASE_MS);

    expect(await watch(deps)).toEqual(["put-back"]);
    expect([...alive.world.routes]).toEqual([]);
    alive.clock.advance(MINUTE_MS);
    expect(await watch(deps)).toEqual(["put-back-later"]);

    alive.failPublish = false;
    expect(await watch(deps)).toEqual(["removed"]);
    expect(toldOf(alive)).toHaveLength(1);
    expect(alive.overrideByGroup.size).toBe(0);
  });

  it("a turn that breaks off after the routes are back does not make light of it: a page, for two routes", async () => {
    const deps = await moved();
    deps.clock.advance(LEASE_MS);
    const { put } = deps.overrides;
    let putCount = 0;
    const breaking = {
      ...deps,
      overrides: {
        ...deps.overrides,
        put: async (...args: Parameters<typeof put>) => {
          putCount += 1;
          if (putCount === 2) throw new Error("broken off");
          return put(...args);
        },
      },
    };

    expect(await watch(breaking)).toEqual(["failed"]);
    expect([[...deps.world.routes], toldOf(deps)]).toEqual([[], []]);
    expect(await watch(deps)).toEqual(["put-back"]);
    expect(toldOf(deps)).toMatchObject([{ data: { outcome: "restored", awayCount: 2 } }]);
  });

  it("the kill switch does not stop it from cleaning up", async () => {
    const deps = await moved();
    deps.killSwitchState.isStopped = true;
    deps.clock.advance(LEASE_MS);

    expect(await watch(deps)).toEqual(["put-back"]);
  });

  it.each([
    ["up", "down", "put-back"],
    ["degraded", "down", "put-back"],
    ["down", "down", "left"],
    ["unknown", "down", "left"],
    ["up", "degraded", "left"],
    ["up", "unknown", "left"],
    ["up", "up", "left"],
  ] as const)("with the primary %s and the target %s: %s", async (primary, backup, did) => {
    const deps = await moved();
    see(deps, primary, backup);

    expect(await watch(deps)).toEqual([did]);
  });

  it("believes no health that is older than two minutes, and no single vantage against another", async () => {
    const deps = await moved();
    see(deps, "up", "down");
    deps.clock.advance(121_000);
    expect(await watch(deps)).toEqual(["left"]);

    see(deps, "up", "down");
    deps.records.set("c", { ...healthOf("vpn", "up", { vantageId: "v2" }), sampledAtMs: deps.clock.nowMs() });
    expect(await watch(deps)).toEqual(["left"]);
  });

  it("does not fight a person: what somebody else has changed is left alone, told once, and over when it is as before", async () => {
    const deps = await moved();
    deps.world.routes.set("t2|10.1.0.0/16", "elsewhere");
    const writtenCount = deps.world.writes.length;
    deps.clock.advance(LEASE_MS);

    expect(await watch(deps)).toEqual(["conflict"]);
    deps.clock.advance(MINUTE_MS);
    expect(await watch(deps)).toEqual(["conflict"]);
    expect(deps.world.writes).toHaveLength(writtenCount);
    expect(toldOf(deps)).toMatchObject([
      { data: { outcome: "conflict", reason: "g:site:10.1.0.0/16: somebody else set elsewhere" } },
    ]);

    deps.world.routes.clear();
    expect(await watch(deps)).toEqual(["put-back"]);
    deps.clock.advance(MINUTE_MS);
    expect(await watch(deps)).toEqual(["removed"]);
  });

  it("a cloud that refuses keeps it from one override only; it goes on trying, and says so after two minutes", async () => {
    const deps = await moved();
    const other = deps.overrideByGroup.get("g");
    if (!other) throw new Error("no override");
    deps.overrideByGroup.set("h", {
      ...other,
      groupId: "h" as typeof other.groupId,
      changes: other.changes.map(({ change, before }) => ({ change: { ...change, actuator: "broken" }, before })),
    });
    deps.clock.advance(LEASE_MS);
    const broken = {
      ...deps,
      steering: {
        ...deps.steering,
        actuator(id: string) {
          if (id === "broken") throw new Error("no such actuator");
          return deps.steering.actuator(id);
        },
      },
    };

    expect(await watchOverrides(broken)).toEqual([
      { groupId: "g", did: "put-back" },
      { groupId: "h", did: "put-back-later" },
    ]);
    for (let minute = 0; minute < 4; minute += 1) {
      deps.clock.advance(MINUTE_MS);
      await watchOverrides(broken);
    }
    expect(deps.overrideByGroup.has("g")).toBe(false);
    expect(toldOf(deps).filter(({ data }) => "groupId" in data && data.groupId === "h")).toMatchObject([
      { data: { outcome: "failing", reason: "no such actuator" } },
    ]);
  });

  it("an override that cannot even be read keeps it from no other", async () => {
    const deps = await moved();
    deps.clock.advance(LEASE_MS);
    const { overrides } = deps;
    const torn = {
      ...deps,
      overrides: {
        ...overrides,
        listGroupIds: async () => ["torn", "g"],
        find: async (groupId: string) => {
          if (groupId === "torn") throw new Error("unreadable");
          return overrides.find(groupId);
        },
      },
    };

    expect(await watchOverrides(torn)).toEqual([
      { groupId: "torn", did: "failed" },
      { groupId: "g", did: "put-back" },
    ]);
  });

  it("undoes a write that was under way when the override ended", async () => {
    const deps = await moved();
    deps.clock.advance(LEASE_MS);
    await watch(deps);
    deps.world.routes.set("t1|10.9.0.0/16", "vpn");
    deps.clock.advance(MINUTE_MS);

    expect(await watch(deps)).toEqual(["put-back"]);
    expect([...deps.world.routes]).toEqual([]);
    deps.clock.advance(MINUTE_MS);
    expect(await watch(deps)).toEqual(["removed"]);
  });

  it("does not take the record away before a write under way must have landed", async () => {
    const deps = await moved();
    deps.clock.advance(LEASE_MS);

    expect(await watch(deps)).toEqual(["put-back"]);
    expect(await watch(deps)).toEqual(["put-back-later"]);
  });

  it("a move whose override has ended applies nothing more", async () => {
    const deps = await halfMoved();
    const [, second] = (await snapshotRoutes(deps, step)).changes;
    if (!second) throw new Error("one change only");
    deps.clock.advance(LEASE_MS);

    await expect(applyChange(deps, { ...step, fence: 1, ...second })).rejects.toMatchObject({
      name: "ERR_OVERRIDE_ENDED",
    });
    await watch(deps);
    await expect(applyChange(deps, { ...step, fence: 1, ...second })).rejects.toThrow("(lease-ran-out)");
    expect(await renewOverrides(deps)).toEqual({ renewed: [] });
  });

  it("ends with the move: rolled back and failed back leave none, a move that is stuck keeps it", async () => {
    const undone = await ready();
    undone.world.isStale = true;
    expect(await runFailover(undone, order)).toBe("rolled-back");
    const back = await moved();
    const proof = { sentCount: 1, answeredCount: 1, flowIds: [] };
    await recordOutcome(back, "fo-g-3", { kind: "failed-back", proof });
    const stuck = await halfMoved();
    await recordOutcome(stuck, "fo-g-3", { kind: "rolled-back", reason: "denied", isRestored: false });

    expect([undone, back, stuck].map((deps) => deps.overrideByGroup.size)).toEqual([0, 0, 1]);
  });

  it("begins no second move over routes that an earlier one still holds; one that holds none gives way", async () => {
    const deps = await moved();
    const incident = deps.incidentById.get("fo-g-3");
    if (incident) deps.incidentById.set("fo-g-3", { ...incident, status: "failed-back" });
    const next = orderOf("fo-g-4");
    await checkGuards(deps, next);
    const nextStep = { incidentId: next.incidentId, groupId: next.groupId };

    await expect(snapshotRoutes(deps, nextStep)).rejects.toMatchObject({ name: "ERR_OVERRIDE_ACTIVE" });
    deps.world.routes.clear();
    await snapshotRoutes(deps, nextStep);
    expect(deps.overrideByGroup.get("g")?.incidentId).toBe("fo-g-4");
  });

  it.each([
    ["restored", "rolled-back"],
    ["conflict", "needs-human"],
    ["failing", "needs-human"],
  ] as const)("an incident whose override is %s is %s, once there is somebody to write it", async (outcome, status) => {
    const deps = await moved();
    const [path] = deps.config.groups[0]?.paths ?? [];
    if (!path) throw new Error("no path");
    const ended = {
      ...step,
      fromPathId: path.id,
      why: "lease-ran-out",
      outcome,
      awayCount: 2,
      reason: "every route reads as before",
    } as const;

    expect(await recordOverrideEnd(deps, ended)).toEqual({ status });
    const once = deps.incidentById.get("fo-g-3");
    await recordOverrideEnd(deps, ended);
    expect(deps.incidentById.get("fo-g-3")?.timeline).toEqual(once?.timeline);
    expect(once?.timeline.at(-1)?.what).toBe(
      "the watchdog ended the override (lease-ran-out): every route reads as before",
    );
  });
});
