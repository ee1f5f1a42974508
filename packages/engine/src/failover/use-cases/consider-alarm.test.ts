import type { PathStateName } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { anAlarm } from "../../../../../test/support/alarms.ts";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../../test/support/run-failover.ts";
import { recordAlarm } from "../../health/index.ts";
import { choosePaths } from "../../paths/index.ts";
import { considerAlarm, FailoverOrder, storePlan } from "../index.ts";

/** A group whose primary one vantage sees down and the other up. */
async function disputed(states: readonly [PathStateName, PathStateName] = ["down", "up"]): Promise<MemoryDeps> {
  const config = aConfig((raw) => ({ ...raw, vantages: [...raw.vantages, { id: "v2", networkId: "site-net" }] }));
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  for (const [i, vantageId] of ["v1", "v2"].entries())
    for (const pathId of ["dx", "vpn"]) {
      const state = pathId === "dx" ? (states[i] ?? "up") : "up";
      const record = healthOf(pathId, state, { vantageId, epoch: 3, sinceMs: deps.clock.nowMs() });
      deps.records.set(`${vantageId}#${pathId}`, { ...record, sampledAtMs: deps.clock.nowMs() });
    }
  deps.world.deadPaths.add("dx");
  return deps;
}
const now = (deps: MemoryDeps, more: Parameters<typeof anAlarm>[0] = {}) =>
  anAlarm({ atMs: deps.clock.nowMs(), ...more });

describe("engine/failover (an alarm in a dispute)", () => {
  it("has the guards asked again, and they move: one vantage and the cloud itself against one", async () => {
    const deps = await disputed();
    deps.clock.advance(20_000);
    const alarm = now(deps);
    await recordAlarm(deps, alarm);

    const [considered] = await considerAlarm(deps, alarm);
    const order = FailoverOrder.parse(deps.started.at(-1)?.input);

    expect(considered).toEqual({ kind: "started", incidentId: order.incidentId });
    expect(order).toMatchObject({
      trigger: { vantageId: "v1", state: "down" },
      orderedAtMs: deps.clock.nowMs() - 20_000,
    });
    expect(await runFailover(deps, order)).toBe("moved");
    expect(deps.incidentById.get(order.incidentId)?.timeline.map(({ what }) => what)).toContain(
      "an alarm settled what the vantages did not (v1: down, v2: up, aws (link-down alarm): down)",
    );
  });

  it("begins nothing twice, and nothing while an incident is open", async () => {
    const deps = await disputed();
    await considerAlarm(deps, now(deps));
    const again = await considerAlarm(deps, now(deps));
    await runFailover(deps, FailoverOrder.parse(deps.started.at(-1)?.input));
    await recordAlarm(deps, now(deps));

    expect(again).toEqual([{ kind: "ignored", because: "already-handled" }]);
    expect(deps.started).toHaveLength(1);
  });

  it.each<[string, readonly [PathStateName, PathStateName]]>([
    ["all is well", ["up", "up"]],
    ["nothing is known", ["unknown", "unknown"]],
    ["both see it down, which the probes told themselves", ["down", "down"]],
  ])("begins nothing where %s", async (_, states) => {
    const deps = await disputed(states);

    expect(await considerAlarm(deps, now(deps))).toEqual([{ kind: "ignored", because: "not-disputed" }]);
    expect(deps.started).toEqual([]);
  });

  it.each<[string, Parameters<typeof anAlarm>[0], string]>([
    ["that is cleared", { isRaised: false }, "not-down"],
    ["of planned work", { kind: "maintenance" }, "not-down"],
    ["of the future", { atMs: 9_000_000 }, "not-down"],
    ["of the backup", { connectionIds: ["vpn"] }, "not-primary"],
  ])("begins nothing for an alarm %s", async (_, more, because) => {
    const deps = await disputed();

    expect(await considerAlarm(deps, now(deps, more))).toEqual([{ kind: "ignored", because }]);
  });

  it("begins nothing for a dispute that is older than an order may be", async () => {
    const deps = await disputed();
    deps.clock.advance(120_001);
    for (const [key, record] of deps.records) deps.records.set(key, { ...record, sampledAtMs: deps.clock.nowMs() });

    expect(await considerAlarm(deps, now(deps))).toEqual([{ kind: "ignored", because: "too-old" }]);
  });

  it("begins nothing for an alarm by which another cloud speaks of the link, and is moved by none that is remembered", async () => {
    const deps = await disputed();
    const forged = now(deps, { cloud: "gcp" });
    await recordAlarm(deps, forged);
    const considered = await considerAlarm(deps, forged);
    await considerAlarm(deps, now(deps));

    expect(considered).toEqual([]);
    expect(await runFailover(deps, FailoverOrder.parse(deps.started.at(-1)?.input))).toBe("refused");
    expect([...deps.world.routes]).toEqual([]);
  });
});
