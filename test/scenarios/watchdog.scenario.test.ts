import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deploymentNames, type Override } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import {
  acquireLease,
  applyChange,
  choosePaths,
  FailoverOrder,
  recordOverrideEnd,
  snapshotRoutes,
  storePlan,
} from "@skylane/engine";
import { startWorld, type World, worldEnv } from "@skylane/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DynamoDb, openDynamoDb } from "../../packages/local/src/dynamodb/index.ts";
import { startEdge } from "../../packages/local/src/edge/index.ts";
import { provisionTables } from "../../packages/local/src/host/provision.ts";
import { systemTimers } from "../../packages/local/src/time.ts";

const root = join(import.meta.dirname, "../..");
const SEED = 13;
const GROUP = "use1-dc1";
let folder: string;
let world: World;
let tables: DynamoDb;
let edge: Awaited<ReturnType<typeof startEdge>>;
let deps: Pick<
  Deps,
  | "config"
  | "clock"
  | "log"
  | "regionId"
  | "health"
  | "incidents"
  | "killSwitch"
  | "leases"
  | "overrides"
  | "plans"
  | "regionLease"
  | "steering"
>;
let invokeWatchdog: () => Promise<unknown>;

/** A world, the tables, and nothing else: no bus, no workflows, no schedules, no controller. */
beforeAll(async () => {
  console.log(`scenario seed ${SEED}`);
  folder = mkdtempSync(join(tmpdir(), "skylane-watchdog-"));
  world = await startWorld({ estate: "globalcart", apiPort: 0, socksPort: 0, seed: SEED, onLine: () => undefined });
  tables = await openDynamoDb({ timers: systemTimers });
  await provisionTables(tables, deploymentNames("skylane"));
  edge = await startEdge({
    port: 0,
    host: "127.0.0.1",
    services: [],
    raw: { dynamodb: tables.requestListener },
  });
  Object.assign(process.env, worldEnv(world), {
    AWS_ENDPOINT_URL: edge.url,
    SKYLANE_CONFIG: join(root, "examples/globalcart/skylane.yaml"),
  });
  const [runtime, { steering }, { handler }] = await Promise.all([
    import("@skylane/runtime"),
    import("@skylane/runtime/steering"),
    import("../../functions/failover/watch-overrides.ts"),
  ]);
  const { health, incidents, killSwitch, leases, overrides, plans, regionLease } = runtime;
  const asked = runtime.ports(health, incidents, killSwitch, leases, overrides, plans, regionLease, steering);
  deps = await asked.make();
  invokeWatchdog = () => handler({});
}, 90_000);

afterAll(async () => {
  await edge?.close();
  await tables?.close();
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const waysNow = async () => {
  const { forward, reverse } = (await (
    await fetch(`${world.apiUrl.replace(/\/$/, "")}/lab/trace?from=10.1.10.10&to=10.9.10.10`)
  ).json()) as { forward: { over: string[] }; reverse: { over: string[] } };
  return { forward: forward.over, reverse: reverse.over };
};

/** A move that dies after so many of its writes: no bus told of it, and no outcome is ever written. */
async function beginMove(name: string, writeCount: number): Promise<void> {
  const group = deps.config.groups.find(({ id }) => id === GROUP);
  const choice = group && choosePaths(group, deps.config);
  if (!choice) throw new Error("no choice of paths");
  const plan = await storePlan(deps, choice);
  if (!plan) throw new Error("no plan was stored");
  const order = FailoverOrder.parse({
    incidentId: `fo-${GROUP}-${name}`,
    groupId: GROUP,
    trigger: { kind: "manual", pathId: plan.primaryPathId },
    orderedAtMs: deps.clock.nowMs(),
  });
  const step = { incidentId: order.incidentId, groupId: order.groupId };
  await deps.incidents.open({
    id: order.incidentId,
    groupId: order.groupId,
    status: "open",
    trigger: order.trigger,
    fromPathId: plan.primaryPathId,
    ...(plan.backupPathId !== undefined && { toPathId: plan.backupPathId }),
    openedAtMs: order.orderedAtMs,
    preImages: [],
    timeline: [],
  });
  const lease = await acquireLease(deps, { ...step, seenRvn: "none" });
  if (!lease.isHeld) throw new Error("the lease is held");
  const { changes } = await snapshotRoutes(deps, step);
  for (const change of changes.slice(0, writeCount))
    await applyChange(deps, { ...step, fence: lease.fence, ...change });
}

async function rewrite(change: (override: Override) => Override): Promise<void> {
  const seen = await deps.overrides.find(GROUP);
  if (!seen || !(await deps.overrides.put(change(seen), seen))) throw new Error("no override to rewrite");
}
/** What the event does once there is a bus again: the incident is closed, its lease let go. */
async function comesToLife(): Promise<string> {
  const override = await deps.overrides.find(GROUP);
  if (!override?.ending) throw new Error("nothing has ended");
  const { incidentId, groupId, fromPathId, ending } = override;
  await rewrite((one) => ({ ...one, ...(one.ending && { ending: { ...one.ending, isTold: true } }) }));
  const { why, awayCount } = ending;
  const ended = { incidentId, groupId, fromPathId, why, outcome: "restored" as const, awayCount, reason: "" };
  return (await recordOverrideEnd(deps, ended)).status;
}
const runOut = () => rewrite((override) => ({ ...override, expiresAtMs: deps.clock.nowMs() - 1 }));
/** As a turn of the watchdog a minute later finds it. */
const aMinuteLater = () =>
  rewrite((override) =>
    override.ending
      ? { ...override, ending: { ...override.ending, sinceMs: override.ending.sinceMs - 60_000 } }
      : override,
  );

describe("the watchdog, with everything else dead", { timeout: 60_000 }, () => {
  it.each([
    ["half", 1],
    ["whole", 2],
  ])("puts back a %s move whose lease ran out, on the transit gateway and on the router", async (name, writeCount) => {
    const before = await waysNow();
    await beginMove(name, writeCount);
    const moved = await waysNow();
    expect(await invokeWatchdog()).toEqual({ overrides: [{ groupId: GROUP, did: "left" }], drills: [] });
    await runOut();

    expect(await invokeWatchdog()).toEqual({ overrides: [{ groupId: GROUP, did: "put-back" }], drills: [] });

    expect(moved).not.toEqual(before);
    expect(await waysNow()).toEqual(before);
    // people are told when there is a bus again; until then the record says so
    expect((await deps.overrides.find(GROUP))?.ending).toMatchObject({ stage: "put-back", isTold: false });
    expect(await comesToLife()).toBe("rolled-back");
    await aMinuteLater();
    expect(await invokeWatchdog()).toEqual({ overrides: [{ groupId: GROUP, did: "removed" }], drills: [] });
    expect(await deps.overrides.listGroupIds()).toEqual([]);
  });

  it("puts back a move whose target died while the primary is up, long before its lease ends", async () => {
    const before = await waysNow();
    await beginMove("dead-target", 2);
    const { fromPathId, toPathId } = (await deps.overrides.find(GROUP)) as Override;
    await fetch(`${world.apiUrl.replace(/\/$/, "")}/lab/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ kind: "blackhole", target: { connectionId: toPathId } }),
    });
    const [vantage] = deps.config.vantages;
    if (!vantage || toPathId === undefined) throw new Error("no vantage or no target");
    const common = { sinceMs: deps.clock.nowMs(), epoch: 1, learning: [], recent: [] };
    const counts = { failuresInRowCount: 0, successesInRowCount: 0, blindInRowCount: 0 };
    const record = (pathId: typeof toPathId, state: "up" | "down") => ({
      pathId,
      vantageId: vantage.id,
      sampledAtMs: deps.clock.nowMs(),
      health: { state, ...common, ...counts },
    });
    await deps.health.save([record(fromPathId, "up"), record(toPathId, "down")]);

    expect(await invokeWatchdog()).toEqual({ overrides: [{ groupId: GROUP, did: "put-back" }], drills: [] });

    expect(await waysNow()).toEqual(before);
    expect((await deps.overrides.find(GROUP))?.ending?.why).toBe("target-down");
    await fetch(`${world.apiUrl.replace(/\/$/, "")}/lab/faults`, { method: "DELETE" });
  });

  it("the table lets one writer in: who has seen an older version writes and removes nothing", async () => {
    const seen = (await deps.overrides.find(GROUP)) as Override;
    const written = await deps.overrides.put(seen, seen);

    expect(written?.version).toBe(seen.version + 1);
    expect(await deps.overrides.put(seen, seen)).toBeUndefined();
    expect(await deps.overrides.put(seen, undefined)).toBeUndefined();
    expect(await deps.overrides.remove(seen)).toBe(false);
    expect(await deps.overrides.remove(written as Override)).toBe(true);
    expect(await deps.overrides.find(GROUP)).toBeUndefined();
  });
});
