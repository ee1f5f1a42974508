import { CostFixPlan } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf, type rawConfig } from "../../../../../test/support/builders.ts";
import { anAnomaly } from "../../../../../test/support/cost-findings.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../../test/support/run-failover.ts";
import { choosePaths } from "../../paths/index.ts";
import { checkFailback, FailbackOrder, FailoverOrder, planWayBack, setPathOverride, storePlan } from "../index.ts";

const ID = "ca-flow-orders-1";
const fix = { kind: "move-flow", says: "Move orders to dx.", flowId: "orders", toConnectionId: "dx" } as const;
const misrouting = (more: Parameters<typeof anAnomaly>[0] = {}) =>
  anAnomaly({ flowIds: ["orders", "batch"], connectionIds: ["vpn", "dx"], fix, ...more });
type Raw = ReturnType<typeof rawConfig>;

async function ready(change: (raw: Raw) => unknown = (raw) => raw, anomaly = misrouting()): Promise<MemoryDeps> {
  const config = aConfig(change);
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  deps.records.set("a", healthOf("dx", "up")).set("b", healthOf("vpn", "up"));
  await deps.costFindings.putAnomaly(anomaly);
  return deps;
}
const vpnFirst = (raw: Raw) => ({
  ...raw,
  groups: raw.groups.map((group) => ({ ...group, paths: group.paths.toReversed() })),
});
const orderFrom = (pathId: string) =>
  FailoverOrder.parse({
    ...{ incidentId: "fo-g-3", groupId: "g", trigger: { kind: "manual", pathId, by: "ops" }, orderedAtMs: 1_000_000 },
  });
const movedToVpn = async (more?: Parameters<typeof ready>[1], change?: Parameters<typeof ready>[0]) => {
  const deps = await ready(change, more);
  expect(await runFailover(deps, orderFrom("dx"))).toBe("moved");
  return deps;
};

describe("engine/failover/use-cases/plan-way-back", () => {
  it("what Skylane moved away itself is moved back, and the plan writes nothing", async () => {
    const deps = await movedToVpn();
    const [writes, published] = [[...deps.world.routes], deps.published.length];

    const plan = await planWayBack(deps, ID);

    expect(CostFixPlan.parse(plan)).toEqual(plan);
    expect(plan).toMatchObject({
      toConnectionId: "dx",
      // twenty dollars an hour, and five
      cost: { nowUsdPerDay: 480, thenUsdPerDay: 120 },
      moves: [
        {
          ...{ groupId: "g", fromPathId: "vpn", toPathId: "dx", flowIds: ["orders", "batch"], movedFlowCount: 2 },
          guards: { verdict: "ready" },
          orders: [{ kind: "fail-back", incidentId: "fo-g-3" }],
        },
      ],
      left: [],
    });
    expect(plan.moves[0]?.changes).toHaveLength(2);
    expect(plan.moves[0]?.changes[0]).toMatch(/^taken back: /);
    expect([[...deps.world.routes], deps.published.length]).toEqual([writes, published]);
  });

  it("says what the guards of a fail back would: no order while the dedicated path is down, or the kill switch is on", async () => {
    const down = await movedToVpn();
    down.records.set("a", healthOf("dx", "down"));
    const stopped = await movedToVpn();
    stopped.killSwitchState.isStopped = true;

    expect((await planWayBack(down, ID)).moves).toMatchObject([
      { guards: { verdict: "held", says: "dx is not up" }, orders: [] },
    ]);
    expect((await planWayBack(stopped, ID)).moves).toMatchObject([
      { guards: { verdict: "held", says: "the kill switch is on" }, orders: [] },
    ]);
  });

  it("where the VPN is declared first, the orders lead to the dedicated path, and it stays there", async () => {
    const deps = await ready(vpnFirst);

    const { moves } = await planWayBack(deps, ID);

    expect(moves).toMatchObject([
      {
        ...{ fromPathId: "vpn", toPathId: "dx", guards: { verdict: "ready" } },
        orders: [
          { kind: "prefer-path", pathId: "dx", forMs: 604_800_000 },
          { kind: "failover", groupId: "g" },
        ],
      },
    ]);
    const [prefer] = moves[0]?.orders ?? [];
    if (prefer?.kind !== "prefer-path") throw new Error("no order for the path");
    await setPathOverride(deps, prefer.pathId, { ...prefer, to: "prefer", by: "ops" });
    expect(await runFailover(deps, orderFrom("vpn"))).toBe("moved");
    expect([...deps.world.routes.values()]).toEqual(["dx", "dx"]);
    const back = { incidentId: "fo-g-3", groupId: "g", isManual: false, epoch: 1, waitSeconds: 0 };
    expect(await checkFailback(deps, FailbackOrder.parse(back))).toMatchObject({
      kind: "stay",
      reason: expect.stringContaining("ordered to keep to dx"),
    });
    // and now that it is there, nothing is left to order
    expect((await planWayBack(deps, ID)).left).toMatchObject([
      { why: expect.stringContaining("fo-g-3 has moved group g to dx already") },
    ]);
  });

  it("a move that reaches too far is ordered to be approved, and one that cannot be is not offered", async () => {
    const far = await ready((raw) => ({ ...vpnFirst(raw), failover: { approval: { maxFlowCount: 1 } } }));
    const down = await ready(vpnFirst);
    down.records.set("a", healthOf("dx", "down"));

    const [approved] = (await planWayBack(far, ID)).moves;
    expect(approved).toMatchObject({
      guards: {
        verdict: "needs-approval",
        says: expect.stringMatching(/needs an approver: 2 flows \(1 are allowed\)/),
      },
    });
    expect(approved?.orders).toHaveLength(2);
    expect((await planWayBack(down, ID)).moves).toMatchObject([{ guards: { verdict: "held" }, orders: [] }]);
  });

  it("says of each flow that no order brings back why", async () => {
    const others = await ready(
      (raw) => ({ ...raw, flows: raw.flows.map(({ groupId: _, ...flow }) => flow) }),
      misrouting({ flowIds: ["orders", "gone"] }),
    );
    const strange = await ready((raw) => raw, misrouting({ fix: { ...fix, toConnectionId: "dx-other" } }));
    const byOthers = await ready();
    const sealed = await ready((raw) => ({
      ...vpnFirst(raw),
      groups: vpnFirst(raw).groups.map((group) => ({ ...group, policyId: "sealed" })),
    }));
    const third = (raw: Raw) => ({
      ...raw,
      connections: [...raw.connections, { ...raw.connections[0], id: "dx-2" }],
      groups: raw.groups.map((group) => ({
        ...group,
        paths: [
          ...group.paths,
          { ...group.paths[0], id: "dx-2", connectionId: "dx-2", probe: { ...group.paths[0]?.probe, port: 8 } },
        ],
      })),
    });
    const elsewhere = await movedToVpn(misrouting({ fix: { ...fix, toConnectionId: "dx-2" } }), third);
    const unplanned = await ready();
    Object.assign(unplanned, { plans: { ...unplanned.plans, find: async () => undefined } });

    expect((await planWayBack(others, ID)).left).toMatchObject([
      { flowIds: ["gone"], why: expect.stringMatching(/declares them no more/) },
      { flowIds: ["orders"], why: expect.stringMatching(/in no group/) },
    ]);
    for (const [deps, why] of [
      [strange, /no path of group g runs over dx-other/],
      [byOthers, /routes were changed by others.*skylane paths export/],
      [sealed, /policy rules dx out for group g: /],
      [elsewhere, /has moved group g from dx to vpn: fail it back first/],
      [unplanned, /no failover plan is stored for group g/],
    ] as const)
      expect(await planWayBack(deps, ID)).toMatchObject({ moves: [], left: [{ why: expect.stringMatching(why) }] });
  });

  it.each([
    ["what is over", { status: "ended" }, "ERR_ANOMALY_UNPLANNED", /is over/],
    ["a job that does not end", { cause: "runaway" }, "ERR_ANOMALY_UNPLANNED", /no misrouting \(runaway\)/],
    ["what nobody found", { id: "ca-flow-other-1" }, "ERR_ANOMALY_MISSING", /there is no anomaly ca-flow-orders-1/],
  ] as const)("has no plan for %s", async (_, more, code, message) => {
    const deps = await ready(undefined, misrouting(more));

    await expect(planWayBack(deps, ID)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
