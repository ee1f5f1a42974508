import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { carrierOf, type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../../test/support/run-failover.ts";
import { choosePaths } from "../../paths/index.ts";
import {
  acquireLease,
  applyChange,
  checkGuards,
  FailoverOrder,
  reconsider,
  recordOutcome,
  resumeInRegion,
  snapshotRoutes,
  storePlan,
  watchOverrides,
} from "../index.ts";

const config = aConfig((raw) => ({ ...raw, regions: { home: "us-east-1", standby: "us-west-2" } }));
const order = FailoverOrder.parse({
  incidentId: "fo-g-3",
  groupId: "g",
  trigger: { kind: "path-state", pathId: "dx", vantageId: "v1", state: "down", epoch: 3 },
  orderedAtMs: 1_000_000,
});
const step = { incidentId: order.incidentId, groupId: order.groupId };
const taken = { regionId: "us-west-2", fromRegionId: "us-east-1", epoch: 2 };

/** What the standby finds: its own tables, and the coordination table that both share. */
async function ready(): Promise<MemoryDeps> {
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  await deps.regionLease.take(deps.regionId, undefined);
  see(deps, "down");
  return deps;
}
function see(deps: MemoryDeps, primary: "up" | "down"): void {
  const sampledAtMs = deps.clock.nowMs();
  deps.records.set("a", { ...healthOf("dx", primary, { epoch: 3 }), sampledAtMs });
  deps.records.set("b", { ...healthOf("vpn", "up"), sampledAtMs });
  if (primary === "down") deps.world.deadPaths.add("dx");
  else deps.world.deadPaths.delete("dx");
}
/** The other Region died after the first write of the pair. */
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
const startedOrder = (deps: MemoryDeps) => FailoverOrder.parse(deps.started.at(-1)?.input);

describe("engine/failover/use-cases/resume-in-region", () => {
  it("takes up a half made move under its own incident, and finishes it", async () => {
    const deps = await halfMoved();

    expect(await resumeInRegion(deps, taken)).toEqual({ incidentIds: ["fo-g-3"] });

    expect(deps.started.map(({ name }) => name)).toEqual(["fo-g-3-r2"]);
    expect(await runFailover(deps, startedOrder(deps))).toBe("moved");
    expect(deps.world.writes).toEqual(["set t1|10.9.0.0/16 vpn", "set t2|10.1.0.0/16 vpn"]);
  });

  it("knows what was there before from the override, though the incident was lost with its Region", async () => {
    const deps = await halfMoved();
    deps.incidentById.clear();

    await resumeInRegion(deps, taken);
    await runFailover(deps, startedOrder(deps));

    expect(deps.incidentById.get("fo-g-3")).toMatchObject({
      status: "moved",
      preImages: [
        { changeId: "g:cloud:10.9.0.0/16", state: null },
        { changeId: "g:site:10.1.0.0/16", state: null },
      ],
    });
  });

  it("puts a half made move back where the guards say no, and does not leave it half made", async () => {
    const deps = await halfMoved();
    see(deps, "up");

    await resumeInRegion(deps, taken);
    const decision = await checkGuards(deps, startedOrder(deps));
    if (decision.kind !== "hold") throw new Error(decision.kind);
    await recordOutcome(deps, order.incidentId, { ...decision, kind: "refused" });
    const watched = await watchOverrides(deps);

    expect(watched).toEqual([{ groupId: "g", did: "put-back" }]);
    expect(carrierOf(config, deps.world, "g")).toBe("dx");
    expect(deps.world.routes.size).toBe(0);
  });

  it("considers a path that turned down while nobody acted, and one that came up meanwhile", async () => {
    const down = await ready();
    await resumeInRegion(down, taken);
    const up = await ready();
    await runFailover(up, order);
    see(up, "up");
    await resumeInRegion(up, taken);

    expect(down.started.map(({ workflow, name }) => [workflow, name])).toEqual([["failover", "fo-g-3"]]);
    expect(up.started.map(({ workflow }) => workflow)).toEqual(["failback"]);
  });

  it("may come twice: nothing is started again", async () => {
    const deps = await halfMoved();

    await resumeInRegion(deps, taken);
    await resumeInRegion(deps, taken);

    expect(deps.started).toHaveLength(1);
  });

  it("asks once what is seen and what is away, however many paths are well, and says nothing of them", async () => {
    const deps = await ready();
    await runFailover(deps, order);
    see(deps, "down");
    const asked: string[] = [];
    const counted = <Port extends object>(name: string, port: Port): Port =>
      Object.fromEntries(
        Object.entries(port).map(([key, call]) => [
          key,
          (...args: unknown[]) => {
            asked.push(`${name}.${key}`);
            return call(...args);
          },
        ]),
      ) as Port;
    for (let i = 0; i < 50; i += 1)
      deps.records.set(`more-${i}`, { ...healthOf("vpn", "up"), sampledAtMs: deps.clock.nowMs() });
    deps.records.delete("a");

    await reconsider({
      ...deps,
      health: counted("health", deps.health),
      incidents: counted("incidents", deps.incidents),
      log: counted("log", deps.log),
    });

    expect(asked.toSorted()).toEqual(["health.list", "incidents.find", "incidents.listActive"]);
  });

  it("finds within a minute what only the other Region's bus heard of; what nobody has seen lately is left alone", async () => {
    const deps = await ready();
    await reconsider(deps);
    const stale = await ready();
    stale.clock.advance(600_000);
    await reconsider(stale);

    expect(deps.started.map(({ name }) => name)).toEqual(["fo-g-3"]);
    expect(stale.started).toEqual([]);
  });
});
