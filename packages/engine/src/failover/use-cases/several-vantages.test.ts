import type { PathStateChanged, PathStateName } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../../test/support/run-failover.ts";
import { choosePaths } from "../../paths/index.ts";
import { checkGuards, considerFailback, considerFailover, FailbackOrder, FailoverOrder, storePlan } from "../index.ts";

/** A group that a vantage in AWS and one in the data centre see; the flows need more than the VPN has. */
async function ready(): Promise<MemoryDeps> {
  const config = aConfig((raw) => ({
    ...raw,
    vantages: [...raw.vantages, { id: "v2", networkId: "site-net" }],
    flows: raw.flows.map((flow) => ({ ...flow, peakMbps: 1_000 })),
    failover: { flapBudgetCount: 100 },
  }));
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  for (const vantageId of ["v1", "v2"]) for (const pathId of ["dx", "vpn"]) see(deps, vantageId, pathId, "up");
  deps.world.deadPaths.add("dx");
  return deps;
}
function see(deps: MemoryDeps, vantageId: string, pathId: string, state: PathStateName, epoch = 3): PathStateChanged {
  const record = healthOf(pathId, state, { vantageId, epoch, sinceMs: deps.clock.nowMs() });
  deps.records.set(`${vantageId}#${pathId}`, { ...record, sampledAtMs: deps.clock.nowMs() });
  return {
    pathId,
    vantageId,
    from: "up",
    to: state,
    because: "",
    sinceMs: deps.clock.nowMs(),
    epoch,
  } as unknown as PathStateChanged;
}
const lastOrder = (deps: MemoryDeps): FailoverOrder => FailoverOrder.parse(deps.started.at(-1)?.input);

describe("engine/failover (several vantages)", () => {
  it("holds while only one sees it, says who sees what, and moves when the other says so too, whatever epoch it counts", async () => {
    const deps = await ready();
    await considerFailover(deps, see(deps, "v1", "dx", "down"));
    const first = await runFailover(deps, lastOrder(deps));

    const started = await considerFailover(deps, see(deps, "v2", "dx", "down"));
    const second = await runFailover(deps, lastOrder(deps));

    expect(first).toBe("refused");
    expect(deps.incidentById.get("fo-g-3")?.reason).toBe("the vantages do not agree on dx (v1: down, v2: up)");
    expect(started).toMatchObject({ kind: "started" });
    expect(second).toBe("moved");
  });

  it("waits a moment for the other to notice before it gives up", async () => {
    const deps = await ready();
    await considerFailover(deps, see(deps, "v1", "dx", "down"));
    const { sleepUntil } = deps.clock;
    let sleepCount = 0;
    const clock = {
      ...deps.clock,
      sleepUntil: async (monotonicMs: number) => {
        await sleepUntil(monotonicMs);
        sleepCount += 1;
        if (sleepCount === 4) see(deps, "v2", "dx", "down");
      },
    };

    expect((await checkGuards({ ...deps, clock }, lastOrder(deps))).kind).toBe("switch");
    expect(sleepCount).toBe(4);
  });

  it("writes into the incident which flows the backup has no room for", async () => {
    const deps = await ready();
    for (const vantageId of ["v1", "v2"]) await considerFailover(deps, see(deps, vantageId, "dx", "down"));

    const decision = await checkGuards(deps, lastOrder(deps));

    expect(decision).toMatchObject({ kind: "switch", shed: ["batch"] });
    expect(deps.incidentById.get(lastOrder(deps).incidentId)?.timeline.map(({ what }) => what)).toContain(
      "bulk flows will be slow: batch; vpn has room for 1250 of 2000 Mbps, and routes do not tell classes apart",
    );
  });

  it("does not take a vantage that has been silent for two minutes for a witness of a good backup", async () => {
    const deps = await ready();
    deps.clock.advance(120_001);
    for (const vantageId of ["v1", "v2"]) await considerFailover(deps, see(deps, vantageId, "dx", "down"));

    expect(await checkGuards(deps, lastOrder(deps))).toMatchObject({ kind: "hold", rule: "both-paths-bad" });
  });

  it("waits longer before it goes back, the more often it has moved of late", async () => {
    const deps = await ready();
    const windows: number[] = [];
    for (const epoch of [3, 5, 7]) {
      for (const vantageId of ["v1", "v2"]) await considerFailover(deps, see(deps, vantageId, "dx", "down", epoch));
      deps.world.routes.clear();
      await runFailover(deps, lastOrder(deps));
      const { incidentId } = lastOrder(deps);
      await considerFailback(deps, see(deps, "v1", "dx", "up", epoch + 1));
      windows.push(FailbackOrder.parse(deps.started.at(-1)?.input).waitSeconds);
      const moved = deps.incidentById.get(incidentId);
      deps.overrideByGroup.clear();
      if (moved) deps.incidentById.set(incidentId, { ...moved, status: "failed-back" });
    }

    expect(windows[0]).toBe(300);
    expect(windows[1]).toBeGreaterThan(590);
    expect(windows[2]).toBeGreaterThan(880);
  });
});
