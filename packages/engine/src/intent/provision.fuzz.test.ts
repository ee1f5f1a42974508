import type { IntentRun, ProvisionStep } from "@skylane/core";
import { IntentId, LOCAL_OPERATOR_ID, SkylaneError } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { aBuildingRun, aStep } from "../../../../test/support/intent-builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../test/support/memory-deps.ts";
import { aDiscovery } from "../../../../test/support/sightings.ts";
import { advanceProvisioning, endProvisioning, orderIntent, resumeRuns, withdrawProvisioning } from "./index.ts";
import { lockOf } from "./provision/decide-steps.ts";

const runId = IntentId.parse("in-1-abc");
const step = aStep;
const runOf = (all: readonly ProvisionStep[], id: IntentId = runId) => aBuildingRun(id, all);
/** A gateway; two tunnels on it, which share its lock and send a key; a route over the first. */
const steps = [
  step("gateway", { desired: { asn: 65_010 } }),
  step("tunnel-1", { desired: { gateway: "{{gateway.id}}", presharedKeySecret: "psk-1" }, lock: "gateway" }),
  step("tunnel-2", { desired: { gateway: "{{gateway.id}}", presharedKeySecret: "psk-2" }, lock: "gateway" }),
  step("route", { desired: { over: "{{tunnel-1.id}}" }, needs: ["tunnel-2"] }),
];
const ready = (all = steps): MemoryDeps => {
  const deps = memoryDeps(aConfig());
  deps.clouds.set("aws", aDiscovery({}));
  deps.building.runs.set(runId, runOf(all));
  return deps;
};

class Killed extends Error {}
/** The ports, of which the n-th call that writes anything kills the process: before it is done, or after. */
function killedAt(deps: MemoryDeps, at: number, isAfter: boolean): MemoryDeps {
  let count = 0;
  const watched = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const method = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return async (...args: unknown[]) => {
          count += 1;
          const isIt = count === at;
          if (isIt && !isAfter) throw new Killed();
          const answer = await method.apply(target, args);
          if (isIt) throw new Killed();
          return answer;
        };
      },
    });
  const provisioner = watched(deps.provisioning.provisioner("test.object"));
  return {
    ...deps,
    made: watched(deps.made),
    intents: watched(deps.intents),
    leases: watched(deps.leases),
    vault: watched(deps.vault),
    provisioning: { provisioner: () => provisioner },
  };
}

/** The workflow, as its state machine goes: a turn that dies is repeated. Answers whether it was proven or withdrawn. */
async function play(deps: MemoryDeps, first: MemoryDeps = deps, failure = ""): Promise<"built" | "gone"> {
  let now = first;
  const again = async <T>(turn: (with_: MemoryDeps) => Promise<T>): Promise<T> => {
    for (;;)
      try {
        return await turn(now);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        now = deps;
      }
  };
  for (let i = 0; i < 200 && failure === ""; i += 1) {
    const next = await again((with_) => advanceProvisioning(with_, { runId }));
    deps.clock.advance(next.kind === "wait" ? next.seconds * 1_000 : 0);
    if (next.kind === "prove") return "built";
    if (next.kind === "undo") failure = next.reason;
  }
  for (let i = 0; i < 400; i += 1) {
    const next = await again((with_) => withdrawProvisioning(with_, { runId, failure }));
    deps.clock.advance(next.kind === "wait" ? next.seconds * 1_000 : 0);
    if (next.kind === "done") {
      await again((with_) => endProvisioning(with_, { runId, leftStepIds: [...next.leftStepIds] }));
      return "gone";
    }
  }
  throw new Error("it never ends");
}
const keysOf = (deps: MemoryDeps) => [...deps.building.objects.values()].map(({ key }) => key).sort();
/** Locks that another run cannot have. */
const heldLocks = async (deps: MemoryDeps) => {
  const locks = [...new Set(steps.map(lockOf))];
  const asked = await Promise.all(locks.map((lock) => deps.leases.acquire(`provision/${lock}`, "in-9-other")));
  return locks.filter((_, i) => !asked[i]?.isHeld);
};
const allKeys = steps.map(({ key }) => key).sort();

describe("engine/intent, building", () => {
  it("makes each object once, in the order it is needed, one at a time where they share a lock", async () => {
    const deps = ready();

    expect(await play(deps)).toBe("built");

    expect(deps.building.writes).toEqual([
      "make key/gateway",
      "make key/tunnel-1",
      "make key/tunnel-2",
      "make key/route",
    ]);
    expect([...deps.building.keys.keys()]).toEqual(["psk-1", "psk-2"]);
    expect(JSON.stringify([...deps.building.made.values()])).not.toContain([...deps.building.keys.values()][0]);
  });

  it("a process killed at any call, before or after it, leaves no orphan, no duplicate and no lease", async () => {
    for (const isAfter of [false, true])
      for (let at = 1; at <= 90; at += 1) {
        const deps = ready();

        expect(await play(deps, killedAt(deps, at, isAfter))).toBe("built");

        expect([at, keysOf(deps)]).toEqual([at, allKeys]);
        expect([at, await heldLocks(deps)]).toEqual([at, []]);
      }
  });

  it("what cannot be made is taken back, the last first, and a process killed at any call of it still leaves nothing", async () => {
    for (const isAfter of [false, true])
      for (let at = 1; at <= 130; at += 1) {
        const deps = ready();
        deps.building.failOn = (verb, key) =>
          verb === "ensure" && key === "key/route" ? new SkylaneError("ERR_TEST", "denied", "not allowed") : undefined;

        expect(await play(deps, killedAt(deps, at, isAfter))).toBe("gone");

        expect([at, keysOf(deps), deps.building.keys.size]).toEqual([at, [], 0]);
        expect(deps.building.runs.get(runId)?.status).toBe("rolled-back");
      }
  });

  it("what was there before is used and stays; what was changed is put back", async () => {
    const changed = [step("gateway", { desired: { asn: 65_010 } }), ...steps.slice(1)];
    const deps = ready(changed);
    const foreign = { runTag: undefined, stepTag: undefined, pendingCount: 0 };
    deps.building.objects.set("g", { ...foreign, id: "g", key: "key/gateway", desired: '{"asn":1}' });
    deps.building.objects.set("t", {
      ...foreign,
      id: "t",
      key: "key/tunnel-2",
      desired: JSON.stringify({ gateway: "g", presharedKeySecret: "psk-2" }),
    });

    await play(deps);
    expect(deps.building.objects.get("g")?.desired).toBe('{"asn":65010}');
    await play(deps, deps, "somebody wants it gone");

    expect(keysOf(deps)).toEqual(["key/gateway", "key/tunnel-2"]);
    expect(deps.building.objects.get("g")?.desired).toBe('{"asn":1}');
  });

  it("nothing is ordered while the kill switch is on, and it goes on when it is off", async () => {
    const deps = ready();
    deps.killSwitchState.isStopped = true;

    expect(await advanceProvisioning(deps, { runId })).toMatchObject({ kind: "wait" });
    expect(deps.building.writes).toEqual([]);
    deps.killSwitchState.isStopped = false;
    expect(await play(deps)).toBe("built");
  });

  it("a cloud that is busy is asked again; one that refuses is believed", async () => {
    const deps = ready();
    let busyCount = 3;
    deps.building.failOn = (verb, key) =>
      verb === "ensure" && key === "key/gateway" && busyCount-- > 0
        ? new SkylaneError("ERR_CLOUD_CONFLICT", "conflict", "another operation is in progress")
        : undefined;

    expect(await play(deps)).toBe("built");
    expect(keysOf(deps)).toEqual(allKeys);
  });

  it("what cannot be taken away is named, and a person is told", async () => {
    const deps = ready();
    await play(deps);
    deps.building.failOn = (verb, key) =>
      verb === "remove" && key === "key/gateway" ? new SkylaneError("ERR_CLOUD_DENIED", "denied", "no") : undefined;

    await play(deps, deps, "undo");

    expect(keysOf(deps)).toEqual(["key/gateway"]);
    expect(deps.building.runs.get(runId)?.status).toBe("stuck");
    expect(deps.published.at(-1)).toMatchObject({ type: "intent.rolled-back.v1", data: { leftStepIds: ["gateway"] } });

    // somebody has looked, and orders it once more
    deps.building.failOn = () => undefined;
    await orderIntent(deps, runId, "undo", { person: { id: LOCAL_OPERATOR_ID }, reason: "the cloud lets go" });
    expect(await play(deps, deps, "once more")).toBe("gone");
    expect(keysOf(deps)).toEqual([]);
    expect(deps.building.runs.get(runId)?.status).toBe("undone");
  });

  /** The vault, which does not answer until that moment. */
  const awayUntil = (deps: MemoryDeps, untilMs: number): MemoryDeps => {
    let callCount = 0;
    const answering =
      <A extends unknown[]>(call: (...args: A) => Promise<void>) =>
      async (...args: A) => {
        callCount += 1;
        if (callCount > 2_000) throw new Error("it is asked without end");
        if (deps.clock.nowMs() < untilMs)
          throw new SkylaneError("ERR_SECRETS_UNAVAILABLE", "unavailable", "the other Region is away");
        await call(...args);
      };
    const { ensurePresharedKey, remove } = deps.vault;
    return { ...deps, vault: { ensurePresharedKey: answering(ensurePresharedKey), remove: answering(remove) } };
  };
  const HOUR_MS = 3_600_000;

  it.each([
    [5_000, 0.1],
    [20 * 60_000, 5],
  ])("tunnels wait for a vault that is away for %d ms, and are built when it is back", async (awayMs, withinMin) => {
    const deps = ready();
    const backMs = deps.clock.nowMs() + awayMs;

    expect(await play(awayUntil(deps, backMs))).toBe("built");

    expect(keysOf(deps)).toEqual(allKeys);
    expect(deps.clock.nowMs() - backMs).toBeLessThan(withinMin * 60_000);
  });

  it("a vault that stays away longer than a run may last ends it, and the reason says what it has waited for", async () => {
    const deps = ready();

    expect(await play(awayUntil(deps, deps.clock.nowMs() + 3 * HOUR_MS))).toBe("gone");

    expect(keysOf(deps)).toEqual([]);
    expect(deps.building.runs.get(runId)).toMatchObject({
      status: "rolled-back",
      failure: expect.stringMatching(/not done after \d+ minutes.*tunnel-1: ERR_SECRETS_UNAVAILABLE: the other Region/),
    });
  });

  it.each([0.1, 1, 15, 23])(
    "keys that a vault cannot give up for %d hours are gone soon after it is back",
    async (hours) => {
      const deps = ready();
      await play(deps);
      const backMs = deps.clock.nowMs() + hours * HOUR_MS;

      expect(await play(awayUntil(deps, backMs), undefined, "undo")).toBe("gone");

      expect([keysOf(deps), deps.building.keys.size]).toEqual([[], 0]);
      expect(deps.building.runs.get(runId)?.status).toBe("rolled-back");
      expect(deps.clock.nowMs() - backMs).toBeLessThan(11 * 60_000);
    },
  );

  it("after a day without an answer a person must look, and their undo waits anew", async () => {
    const deps = ready();
    await play(deps);

    expect(await play(awayUntil(deps, deps.clock.nowMs() + 30 * HOUR_MS), undefined, "undo")).toBe("gone");

    expect(deps.building.runs.get(runId)?.status).toBe("stuck");
    expect([...deps.building.made.values()].find(({ stepId }) => stepId === "tunnel-1")).toMatchObject({
      state: "removing",
      reason: expect.stringContaining("ERR_SECRETS_UNAVAILABLE"),
    });
    await orderIntent(deps, runId, "undo", { person: { id: LOCAL_OPERATOR_ID }, reason: "the Region is back soon" });
    expect(await play(awayUntil(deps, deps.clock.nowMs() + 2 * HOUR_MS), undefined, "again")).toBe("gone");
    expect([keysOf(deps), deps.building.keys.size]).toEqual([[], 0]);
    expect(deps.building.runs.get(runId)?.status).toBe("undone");
  });

  it("a Region that begins to act goes on with what the other has begun, once, and with nothing that has ended", async () => {
    const statuses = [
      "approved",
      "provisioning",
      "proving",
      "undoing",
      "fulfilled",
      "designed",
      "awaiting-approval",
      "stuck",
    ] as const;
    const deps = ready();
    deps.building.runs.clear();
    for (const [i, status] of statuses.entries()) {
      const id = IntentId.parse(`in-${i}-abc`);
      deps.building.runs.set(id, { ...runOf(steps, id), status });
    }
    const taken = { type: "regions.region-taken.v1" as const, regionId: "us-west-2", from: "us-east-1", epoch: 3 };

    await resumeRuns(deps, taken);
    await resumeRuns(deps, taken);

    expect(deps.started.map(({ name, input }) => [name, (input as { mode: string }).mode]).sort()).toEqual([
      ["in-0-abc-r3", "build"],
      ["in-1-abc-r3", "build"],
      ["in-2-abc-r3", "build"],
      ["in-3-abc-r3", "undo"],
    ]);
  });

  it("a turn that slept while another has carried the run through proves on, and takes nothing away", async () => {
    const deps = ready();
    await play(deps);
    const is = (status: IntentRun["status"]) =>
      void deps.building.runs.set(runId, { ...(deps.building.runs.get(runId) as IntentRun), status });

    is("proving");
    expect(await advanceProvisioning(deps, { runId })).toEqual({ kind: "prove" });
    is("fulfilled");
    expect(await advanceProvisioning(deps, { runId })).toMatchObject({ kind: "undo" });
    expect(await withdrawProvisioning(deps, { runId, failure: "asleep" })).toEqual({ kind: "done", leftStepIds: [] });

    expect(keysOf(deps)).toEqual(allKeys);
    expect(deps.building.runs.get(runId)?.status).toBe("fulfilled");
  });

  it("two runs that share objects: the first that goes takes only its own, the second the rest, whatever their order", async () => {
    const other = IntentId.parse("in-2-def");
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.integer({ min: 0, max: 3 }), async (isFirstUndone, sharedCount) => {
        const deps = ready();
        const theirs = steps.map((one, i) => (i < sharedCount ? one : { ...one, key: `other/${one.id}` }));
        deps.building.runs.set(other, runOf(theirs, other));
        const build = async (id: IntentId) => {
          for (let i = 0; i < 100; i += 1)
            if ((await advanceProvisioning(deps, { runId: id })).kind === "prove") return;
        };
        const undo = async (id: IntentId) => {
          for (let i = 0; i < 100; i += 1)
            if ((await withdrawProvisioning(deps, { runId: id, failure: "x" })).kind === "done") return;
        };
        await build(runId);
        await build(other);
        expect(keysOf(deps)).toEqual([...new Set([...steps, ...theirs].map(({ key }) => key))].sort());

        const [first, second, left] = isFirstUndone ? [runId, other, theirs] : [other, runId, steps];
        await undo(first);
        expect(keysOf(deps)).toEqual(left.map(({ key }) => key).sort());
        await undo(second);
        expect(keysOf(deps)).toEqual([]);
      }),
    );
  });
});
