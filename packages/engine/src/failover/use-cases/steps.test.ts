import type { PathStateChanged, ProbeRequest } from "@skylane/core";
import { SkylaneError } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../../test/support/run-failover.ts";
import { choosePaths, refreshChoices } from "../../paths/index.ts";
import {
  acquireLease,
  applyChange,
  checkFailback,
  checkGuards,
  considerFailback,
  considerFailbackOfMove,
  considerFailover,
  FailoverOrder,
  orderFailback,
  orderFailover,
  proveTraffic,
  readBack,
  recordOutcome,
  snapshotRoutes,
  storePlan,
} from "../index.ts";

const turned = (pathId: string, to: PathStateChanged["to"], epoch = 3): PathStateChanged =>
  ({ pathId, vantageId: "v1", from: "up", to, because: "", sinceMs: 1_000_000, epoch }) as PathStateChanged;
const order = FailoverOrder.parse({
  incidentId: "fo-g-3",
  groupId: "g",
  trigger: { kind: "path-state", pathId: "dx", vantageId: "v1", state: "degraded", epoch: 1 },
  orderedAtMs: 1_000_000,
});
const step = { incidentId: order.incidentId, groupId: order.groupId };

async function ready(change?: Parameters<typeof aConfig>[0]): Promise<MemoryDeps> {
  const config = aConfig(change);
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  deps.records.set("a", healthOf("dx", "down")).set("b", healthOf("vpn", "up"));
  return deps;
}
async function movedDeps(): Promise<MemoryDeps> {
  const deps = await ready();
  await runFailover(deps, order);
  return deps;
}

describe("engine/failover/use-cases", () => {
  it("starts one workflow for a primary that went down, however often the event comes", async () => {
    const deps = await ready();

    const first = await considerFailover(deps, turned("dx", "down"));
    const again = await considerFailover(deps, turned("dx", "down"));

    expect(first).toEqual({ kind: "started", incidentId: "fo-g-3" });
    expect(again).toEqual({ kind: "ignored", because: "already-handled" });
    expect(deps.started).toHaveLength(1);
  });

  it.each([
    ["a path that is up", turned("dx", "up"), "not-bad"],
    ["a degraded one, unless the configuration says so", turned("dx", "degraded"), "not-bad"],
    ["a backup", turned("vpn", "down"), "not-primary"],
    ["an unknown path", turned("nope", "down"), "not-primary"],
  ])("starts none for %s", async (_, change, because) => {
    const deps = await ready();

    expect(await considerFailover(deps, change)).toEqual({ kind: "ignored", because });
  });

  it("believes the event when the vantage died before it saved what it had published", async () => {
    const deps = await ready();
    const died = order.trigger.kind === "path-state" && { ...order.trigger, state: "down" as const, epoch: 3 };
    deps.world.deadPaths.add("dx");
    deps.records.set("a", healthOf("dx", "up", { epoch: 2 }));

    const late = await checkGuards(deps, { ...order, trigger: died || order.trigger });
    deps.records.set("a", healthOf("dx", "up", { epoch: 4 }));
    const recovered = await checkGuards(deps, { ...order, trigger: died || order.trigger });
    deps.records.delete("a");
    const first = await checkGuards(deps, { ...order, trigger: died || order.trigger });

    expect([late.kind, first.kind]).toEqual(["switch", "switch"]);
    expect(recovered).toMatchObject({ kind: "hold", rule: "primary-recovered" });
  });

  it("a move that another Region decides anew is on another path, and was opened when it was opened first", async () => {
    const deps = await ready();
    deps.world.deadPaths.add("dx");
    await checkGuards(deps, order);
    const first = await deps.incidents.find(order.incidentId);
    if (!first) throw new Error("not opened");
    const { toPathId: _, ...undecided } = first;
    await deps.incidents.save(undecided);

    await checkGuards(deps, { ...order, orderedAtMs: order.orderedAtMs + 5_000 });

    expect(await deps.incidents.find(order.incidentId)).toMatchObject({
      toPathId: "vpn",
      openedAtMs: order.orderedAtMs,
    });
  });

  it("does nothing for an event that its vantage has not stored, while the path answers: it may be forged", async () => {
    const deps = await ready();
    const forged = { ...order.trigger, state: "down" as const, epoch: 999 } as typeof order.trigger;
    deps.records.set("a", healthOf("dx", "up", { epoch: 2 }));

    expect(await checkGuards(deps, { ...order, trigger: forged })).toMatchObject({
      kind: "hold",
      rule: "not-borne-out",
    });
    expect(await runFailover(deps, { ...order, trigger: forged })).toBe("refused");
    expect(deps.world.writes).toEqual([]);
  });

  it("takes an agent's event for what it is: an agent stores nothing until its snapshot", async () => {
    const deps = await ready((raw) => ({
      ...raw,
      vantages: raw.vantages.map((vantage) => ({ ...vantage, runsAs: "agent" })),
      failover: { on: ["down", "degraded"] },
    }));
    const gray = { ...order.trigger, state: "degraded" as const, epoch: 999 } as typeof order.trigger;
    deps.records.set("a", healthOf("dx", "up", { epoch: 2 }));

    expect(await checkGuards(deps, { ...order, trigger: gray })).not.toMatchObject({ rule: "not-borne-out" });
  });

  it("does nothing for an event of a vantage that nobody declared", async () => {
    const deps = await ready();
    const foreign = { ...order.trigger, vantageId: "v9", state: "down" as const } as typeof order.trigger;

    expect(await checkGuards(deps, { ...order, trigger: foreign })).toMatchObject({ rule: "not-borne-out" });
  });

  it("starts none for news of more than two minutes ago", async () => {
    const deps = await ready();
    deps.clock.advance(121_000);

    expect(await considerFailover(deps, turned("dx", "down"))).toEqual({ kind: "ignored", because: "too-old" });
  });

  it("stores a pair of changes, one per direction, with flows that will prove it; critical ones first", async () => {
    const deps = await ready();

    const plan = deps.planned.get("g");

    expect(plan?.changes.map(({ sideId, prefix }) => [sideId, prefix])).toEqual([
      ["cloud", "10.9.0.0/16"],
      ["site", "10.1.0.0/16"],
    ]);
    expect(plan?.proofFlowIds).toEqual(["orders", "batch"]);
  });

  it("does not replace the plan of a move that is under way", async () => {
    const deps = await movedDeps();
    const before = deps.planned.get("g");

    const kept = await storePlan(deps, {
      groupId: order.groupId,
      primaryPathId: "vpn" as never,
      backupPathId: "dx" as never,
      sparePathIds: [],
      ruledOut: [],
      cases: [],
    });

    expect(kept).toEqual(before);
  });

  it("takes pre-images once: a repeated step answers the stored ones, not what the move has made of them", async () => {
    const deps = await movedDeps();

    const { changes } = await snapshotRoutes(deps, step);

    expect(changes.map(({ before }) => before.state)).toEqual([null, null]);
  });

  it("touches nothing while the kill switch is on, and says so", async () => {
    const deps = await movedDeps();
    const [change] = (await snapshotRoutes(deps, step)).changes;
    deps.killSwitchState.isStopped = true;

    await expect(
      applyChange(deps, { ...step, fence: 9, ...(change as NonNullable<typeof change>) }),
    ).rejects.toMatchObject({ name: "ERR_ACTUATION_STOPPED" });
  });

  it.each([
    [[healthOf("dx", "down"), healthOf("vpn", "up")], 200],
    [[healthOf("dx", "down", { baselineRttMs: 4 }), healthOf("vpn", "up", { baselineRttMs: 30 })], 120],
    [[healthOf("dx", "down", { baselineRttMs: 4 }), healthOf("vpn", "up", { baselineRttMs: 5 })], 50],
    [[healthOf("dx", "down", { baselineRttMs: 4 }), healthOf("vpn", "up", { baselineRttMs: 90 })], 200],
  ])(
    "asks traffic whether a fallen path matters, for a few round trips of the slowest path: %#",
    async (records, timeoutMs) => {
      const deps = await ready();
      for (const [i, record] of records.entries()) deps.records.set("ab"[i] ?? "", record);
      const asked: number[] = [];
      const { prober } = deps;
      const watched = {
        probe: (request: ProbeRequest) => {
          asked.push(request.timeoutMs);
          return prober.probe(request);
        },
      };

      const decision = await checkGuards({ ...deps, prober: watched }, {
        ...order,
        trigger: { ...order.trigger, state: "down" },
      } as FailoverOrder);

      expect(new Set(asked)).toEqual(new Set([timeoutMs]));
      expect(decision.kind).toBe("verify");
      expect(deps.world.writes).toEqual([]);
    },
  );

  it("repeats an apply without a second write", async () => {
    const deps = await movedDeps();
    const [change] = (await snapshotRoutes(deps, step)).changes;
    const writtenCount = deps.world.writes.length;

    expect(await applyChange(deps, { ...step, fence: 9, ...(change as NonNullable<typeof change>) })).toEqual({
      outcome: "already",
    });
    expect(deps.world.writes).toHaveLength(writtenCount);
  });

  it("gives up reading back after its deadline, with what is still open", async () => {
    const deps = await movedDeps();
    deps.world.routes.clear();

    await expect(readBack(deps, { ...step, expect: "moved" })).rejects.toMatchObject({
      name: "ERR_ROUTE_NOT_CONVERGED",
      kind: "unavailable",
    });
  });

  it("does not take answers for a proof when the path's counters stand still", async () => {
    const deps = await movedDeps();
    deps.world.routes.clear();

    await expect(proveTraffic(deps, { ...step, expect: "moved" })).rejects.toMatchObject({
      name: "ERR_TRAFFIC_NOT_PROVEN",
    });
  });

  it("lets one writer in: the other sees who holds the lease and takes over only if nobody stirred", async () => {
    const deps = await ready();
    await acquireLease(deps, { ...step, seenRvn: "none" });
    const other = { ...step, incidentId: FailoverOrder.shape.incidentId.parse("fo-g-4") };

    const refused = await acquireLease(deps, { ...other, seenRvn: "none" });
    const takenOver = await acquireLease(deps, { ...other, seenRvn: refused.isHeld ? "none" : refused.seenRvn });

    expect(refused).toMatchObject({ isHeld: false, owner: "fo-g-3", waitSeconds: 30 });
    expect(takenOver).toEqual({ isHeld: true, fence: 2 });
  });

  it("records an outcome twice without a second line", async () => {
    const deps = await movedDeps();
    const before = deps.incidentById.get("fo-g-3");

    await recordOutcome(deps, "fo-g-3", { kind: "moved", proof: { sentCount: 1, answeredCount: 1, flowIds: [] } });

    expect(deps.incidentById.get("fo-g-3")?.timeline).toEqual(before?.timeline);
  });

  it("rolls back in reverse order when a change fails, and ends as rolled back", async () => {
    const deps = await ready();
    deps.world.failOn = (change) =>
      change.sideId === "site" ? new SkylaneError("ERR_CLOUD_DENIED", "denied", "no") : undefined;

    expect(await runFailover(deps, order)).toBe("rolled-back");
    expect(deps.world.writes).toEqual(["set t1|10.9.0.0/16 vpn", "restore t1|10.9.0.0/16 nothing"]);
  });

  it("waits out the stable window before it fails back, and not at all for a manual group", async () => {
    const deps = await movedDeps();

    const started = await considerFailback(deps, turned("dx", "up", 4));

    expect(started).toEqual({ kind: "started", executionName: "fb-g-3-4" });
    expect(deps.started.at(-1)?.input).toMatchObject({ waitSeconds: 300, epoch: 4, isManual: false });
  });

  it("fails back a move whose primary came up before the move was over", async () => {
    const deps = await movedDeps();
    deps.records.set("a", healthOf("dx", "up", { epoch: 4 }));
    const [completed] = deps.published.filter(({ type }) => type === "failover.completed.v1");

    expect(await considerFailbackOfMove(deps, completed?.data as never)).toMatchObject({ kind: "started" });
  });

  it.each([
    ["the primary is up and did not change", "up", 4, "go"],
    ["the primary changed meanwhile", "up", 6, "stay"],
    ["the primary is down again", "down", 4, "stay"],
  ] as const)("at the end of the window, when %s", async (_, state, epoch, kind) => {
    const deps = await movedDeps();
    deps.records.set("a", healthOf("dx", state, { epoch }));

    const decision = await checkFailback(deps, { ...step, isManual: false, epoch: 4, waitSeconds: 0 });

    expect(decision.kind).toBe(kind);
    expect(decision.changes.map(({ change }) => change.sideId)).toEqual(["site", "cloud"]);
  });

  it("takes a person's order for a move, but not a second one", async () => {
    const deps = await ready();

    const { incidentId } = await orderFailover(deps, "g", "ops");
    expect(deps.started).toMatchObject([{ workflow: "failover", name: incidentId }]);
    await runFailover(deps, order);
    await expect(orderFailover(deps, "g", "ops")).rejects.toMatchObject({ name: "ERR_MOVE_ACTIVE" });
    await expect(orderFailover(deps, "nope", "ops")).rejects.toMatchObject({ name: "ERR_PLAN_MISSING" });
  });

  it("takes a person's order for the way back, but only if there is one", async () => {
    const deps = await movedDeps();

    await orderFailback(deps, "fo-g-3", "ops");
    await recordOutcome(deps, "fo-g-3", {
      kind: "failed-back",
      proof: { sentCount: 1, answeredCount: 1, flowIds: [] },
    });

    expect(deps.started.at(-1)).toMatchObject({ workflow: "failback", input: { isManual: true } });
    await expect(orderFailback(deps, "fo-g-3", "ops")).rejects.toMatchObject({ name: "ERR_MOVE_NONE" });
    await expect(orderFailback(deps, "fo-nope-1", "ops")).rejects.toMatchObject({ name: "ERR_INCIDENT_MISSING" });
  });

  it("publishes one choice of paths per group", async () => {
    const deps = memoryDeps(aConfig());

    await refreshChoices(deps);

    expect(deps.published).toMatchObject([
      { type: "paths.plan-updated.v1", data: { groupId: "g", primaryPathId: "dx", backupPathId: "vpn", ruledOut: [] } },
    ]);
  });

  it("rules a path out by the policy of a flow, and says which rule", () => {
    const config = aConfig((raw) => ({ ...raw, flows: raw.flows.map((flow) => ({ ...flow, policyId: "sealed" })) }));
    const [group] = config.groups;

    expect(group && choosePaths(group, config)).toMatchObject({
      primaryPathId: "vpn",
      ruledOut: [{ pathId: "dx", rule: "policy sealed requires encryption" }],
    });
  });
});
