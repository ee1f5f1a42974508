import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { carrierOf, type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../../test/support/run-failover.ts";
import { choosePaths } from "../../paths/index.ts";
import { FailoverOrder, reconsider, setKillSwitch, storePlan } from "../index.ts";

const config = aConfig();
const MINUTE_MS = 60_000;
type Seen = "up" | "degraded" | "down";

const seen = (deps: MemoryDeps, dx: Seen, vpn: Seen): void => {
  const sampledAtMs = deps.clock.nowMs();
  deps.records.set("a", { ...healthOf("dx", dx, { epoch: 3 }), sampledAtMs });
  deps.records.set("b", { ...healthOf("vpn", vpn), sampledAtMs });
  for (const [id, state] of [
    ["dx", dx],
    ["vpn", vpn],
  ] as const)
    if (state === "down") deps.world.deadPaths.add(id);
    else deps.world.deadPaths.delete(id);
};

/** The primary is down and the backup as it is said; the move was refused for it. */
async function refused(dx: Seen, vpn: Seen): Promise<MemoryDeps> {
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  seen(deps, dx, vpn);
  const trigger = { kind: "path-state", pathId: "dx", vantageId: "v1", state: dx, epoch: 3 };
  const order = { incidentId: "fo-g-3", groupId: "g", trigger, orderedAtMs: deps.clock.nowMs() };
  expect(await runFailover(deps, FailoverOrder.parse(order))).toBe("refused");
  return deps;
}

const later = (deps: MemoryDeps, ms: number, dx: Seen, vpn: Seen): void => {
  deps.clock.advance(ms);
  seen(deps, dx, vpn);
};
const reconsiderRefused = async (deps: MemoryDeps) => (await reconsider(deps)).begunAgain;
const begun = (deps: MemoryDeps): FailoverOrder => FailoverOrder.parse(deps.started.at(-1)?.input);

describe("engine/failover/use-cases/reconsider-refused", () => {
  it("moves the group when the backup is up again, although the primary has sent no second event", async () => {
    const deps = await refused("down", "down");

    later(deps, MINUTE_MS, "down", "down");
    expect(await reconsiderRefused(deps)).toEqual([]);
    later(deps, MINUTE_MS, "down", "up");
    const [id] = await reconsiderRefused(deps);

    expect(begun(deps)).toMatchObject({ incidentId: id, again: "fo-g-3", orderedAtMs: deps.clock.nowMs() });
    expect(await runFailover(deps, begun(deps))).toBe("moved");
    expect(carrierOf(config, deps.world, "g")).toBe("vpn");
    const incident = await deps.incidents.find(begun(deps).incidentId);
    expect(incident?.timeline[0]?.what).toBe("dx is still down, and what held fo-g-3 has passed");
  });

  it("moves it when the kill switch is lifted, and not before", async () => {
    const deps = memoryDeps(config);
    const [group] = config.groups;
    const choice = group && choosePaths(group, config);
    if (choice) await storePlan(deps, choice);
    await setKillSwitch(deps, { isStopped: true, by: "op", reason: "freeze" });
    seen(deps, "down", "up");
    const trigger = { kind: "path-state", pathId: "dx", vantageId: "v1", state: "down", epoch: 3 };
    const order = { incidentId: "fo-g-3", groupId: "g", trigger, orderedAtMs: deps.clock.nowMs() };
    await runFailover(deps, FailoverOrder.parse(order));

    later(deps, 2 * MINUTE_MS, "down", "up");
    const stopped = await reconsiderRefused(deps);
    await setKillSwitch(deps, { isStopped: false, by: "op", reason: "over" });
    const lifted = await reconsiderRefused(deps);

    expect([stopped.length, lifted.length]).toEqual([0, 1]);
  });

  it("begins one move where it is asked twice in a minute, none within a minute of the refusal, none where the primary is up or not seen", async () => {
    const early = await refused("down", "down");
    seen(early, "down", "up");
    const soon = await reconsiderRefused(early);
    const twice = await refused("down", "down");
    later(twice, MINUTE_MS, "down", "up");
    await reconsiderRefused(twice);
    await reconsiderRefused(twice);
    const well = await refused("down", "down");
    later(well, MINUTE_MS, "up", "up");
    const recovered = await reconsiderRefused(well);
    const stale = await refused("down", "down");
    seen(stale, "down", "up");
    stale.clock.advance(10 * MINUTE_MS);
    const unseen = await reconsiderRefused(stale);

    expect([soon, recovered, unseen]).toEqual([[], [], []]);
    expect(twice.started).toHaveLength(1);
  });

  it("pauses twice as long after each refusal in a row, up to a quarter of an hour", async () => {
    const deps = await refused("down", "down");
    const pauses: number[] = [];
    let waitedMin = 0;
    for (let minute = 0; minute < 120 && pauses.length < 7; minute += 1) {
      later(deps, MINUTE_MS, "down", "up");
      waitedMin += 1;
      if ((await reconsiderRefused(deps)).length === 0) continue;
      pauses.push(waitedMin);
      waitedMin = 0;
      // by the time its guards look, the backup is gone again
      seen(deps, "down", "down");
      expect(await runFailover(deps, begun(deps))).toBe("refused");
    }

    expect(pauses).toEqual([1, 2, 4, 8, 15, 15, 15]);
  });

  it("lets be what was no refusal: a move that was rolled back, or that a person ordered", async () => {
    const deps = await refused("down", "down");
    const incident = await deps.incidents.find(begunId);
    if (!incident) throw new Error("no incident");
    later(deps, 5 * MINUTE_MS, "down", "up");

    await deps.incidents.save({ ...incident, status: "rolled-back" });
    const rolledBack = await reconsiderRefused(deps);
    await deps.incidents.save({ ...incident, trigger: { kind: "manual", pathId: incident.fromPathId } });
    const manual = await reconsiderRefused(deps);

    expect([rolledBack, manual]).toEqual([[], []]);
  });
});
const begunId = FailoverOrder.shape.incidentId.parse("fo-g-3");
