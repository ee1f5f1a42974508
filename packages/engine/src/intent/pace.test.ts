import { SkylaneError } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { aBuildingRun, aStep } from "../../../../test/support/intent-builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../test/support/memory-deps.ts";
import { advanceProvisioning } from "./index.ts";

const RUN = "in-1-abc";
const withSteps = (steps: Parameters<typeof aBuildingRun>[1]): MemoryDeps => {
  const deps = memoryDeps(aConfig());
  const run = aBuildingRun(RUN, steps);
  deps.building.runs.set(run.id, run);
  return deps;
};
const advance = (deps: MemoryDeps) => advanceProvisioning(deps, { runId: aBuildingRun(RUN, []).id });
/** How often each method of a port is called. */
function counted<T extends object>(port: T, counts: Record<string, number>): T {
  return new Proxy(port, {
    get(target, name) {
      const method = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (...args: unknown[]) => {
        counts[String(name)] = (counts[String(name)] ?? 0) + 1;
        return method.apply(target, args);
      };
    },
  });
}

describe("engine/intent, the pace of building", () => {
  it("a call that takes long holds up nothing that does not need its object", async () => {
    const rules = Array.from({ length: 8 }, (_, i) => aStep(`rule-${i}`, { lock: "group" }));
    const deps = withSteps([aStep("gateway"), aStep("tunnel", { needs: ["gateway"] }), ...rules]);
    const plain = deps.provisioning.provisioner("test.object");
    const { promise: lastRule, resolve: ruleMade } = Promise.withResolvers<void>();
    const provisioner: typeof plain = {
      ...plain,
      async ensure(step, known) {
        if (step.id === "gateway") await lastRule;
        if (step.id === "rule-7") ruleMade();
        return plain.ensure(step, known);
      },
    };

    const next = await advance({ ...deps, provisioning: { provisioner: () => provisioner } });

    expect(next).toEqual({ kind: "prove" });
    expect(deps.building.writes.slice(-2)).toEqual(["make key/gateway", "make key/tunnel"]);
  });

  it("what is long under way is looked at while others are still ordered", async () => {
    const chain = Array.from({ length: 30 }, (_, i) => aStep(`rule-${i}`, { lock: "group" }));
    const deps = withSteps([...chain, aStep("gateway"), aStep("tunnel", { needs: ["gateway"] })]);
    deps.building.slowness = (key) => (key === "key/gateway" ? 1 : 0);

    await advance(deps);

    const { writes } = deps.building;
    expect(writes.indexOf("make key/tunnel")).toBeLessThan(writes.indexOf("make key/rule-29"));
  });

  it("that comes first on which most others wait in turn", async () => {
    const chain = ["a", "b", "c"].map((id, i, all) => aStep(id, { needs: i === 0 ? [] : [all[i - 1] as string] }));
    const deps = withSteps([...Array.from({ length: 30 }, (_, i) => aStep(`rule-${i}`)), ...chain]);

    await advance(deps);

    expect(deps.building.writes[0]).toBe("make key/a");
  });

  it("each object is looked for once, ordered once and written down twice; the kill switch is read once a second", async () => {
    const steps = Array.from({ length: 40 }, (_, i) => aStep(`s${i}`, { lock: `lock-${i % 5}` }));
    const deps = withSteps(steps);
    deps.building.slowness = () => 0;
    const counts = { made: {}, leases: {}, killSwitch: {}, provisioner: {} };
    const provisioner = counted(deps.provisioning.provisioner("test.object"), counts.provisioner);

    await advance({
      ...deps,
      made: counted(deps.made, counts.made),
      leases: counted(deps.leases, counts.leases),
      killSwitch: counted(deps.killSwitch, counts.killSwitch),
      provisioning: { provisioner: () => provisioner },
    });

    expect(counts).toEqual({
      made: { list: 1, put: 80, claimsOn: 40 },
      leases: { acquire: 40, release: 40 },
      killSwitch: { read: 1 },
      provisioner: { observe: 40, ensure: 40 },
    });
  });

  it("the kill switch stops building a second after it was thrown at the latest, and what is under way is still looked at", async () => {
    const deps = withSteps(Array.from({ length: 40 }, (_, i) => aStep(`s${i}`, { lock: "one" })));
    const { made } = deps;
    let thrownAtMs: number | undefined;
    const orderedAtMs: number[] = [];

    const next = await advance({
      ...deps,
      made: {
        ...made,
        async put(runId, one) {
          if (one.state === "ordering") orderedAtMs.push(deps.clock.monotonicMs());
          await made.put(runId, one);
          if (deps.building.writes.length === 3 && thrownAtMs === undefined) {
            deps.killSwitchState.isStopped = true;
            thrownAtMs = deps.clock.monotonicMs();
          }
        },
      },
    });

    expect(next).toMatchObject({ kind: "wait" });
    expect(thrownAtMs).toBeDefined();
    expect(Math.max(...orderedAtMs)).toBeLessThan((thrownAtMs ?? 0) + 1_000);
    expect(deps.building.writes.length).toBeLessThan(40);
    expect([...deps.building.made.values()].every(({ state }) => state === "ready")).toBe(true);
  });

  it("a kill switch that cannot be read is on", async () => {
    const deps = withSteps([aStep("a")]);
    deps.killSwitchState.isReadable = false;

    expect(await advance(deps)).toMatchObject({ kind: "wait" });
    expect(deps.building.writes).toEqual([]);
  });

  it("once one has failed nothing more is ordered, and nobody waits for what is under way", async () => {
    const deps = withSteps([aStep("gateway"), aStep("bad"), aStep("after", { needs: ["gateway"] })]);
    deps.building.slowness = (key) => (key === "key/gateway" ? 20 : 0);
    deps.building.failOn = (_, key) =>
      key === "key/bad" ? new SkylaneError("ERR_TEST", "denied", "not allowed") : undefined;

    const next = await advance(deps);

    expect(next).toMatchObject({ kind: "undo", reason: expect.stringContaining("bad could not be made") });
    expect(deps.building.writes).toEqual(["make key/gateway"]);
    expect(deps.clock.monotonicMs()).toBeLessThan(1_000);
  });

  it("a step that breaks fails the turn after the others have ended, and no call is left under way", async () => {
    const deps = withSteps([aStep("a"), aStep("b"), aStep("c")]);
    const { made } = deps;
    let openCount = 0;

    const turn = advance({
      ...deps,
      made: {
        ...made,
        async put(runId, one) {
          openCount += 1;
          await Promise.resolve();
          openCount -= 1;
          if (one.stepId === "b") throw new Error("the table is away");
          await made.put(runId, one);
        },
      },
    });

    await expect(turn).rejects.toThrow("the table is away");
    expect(openCount).toBe(0);
  });
});
