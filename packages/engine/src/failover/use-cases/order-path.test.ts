import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../../test/support/run-failover.ts";
import { choosePaths } from "../../paths/index.ts";
import {
  checkFailback,
  checkGuards,
  drainPath,
  FailbackOrder,
  FailoverOrder,
  listOverrides,
  setPathOverride,
  storePlan,
} from "../index.ts";

const signed = { forMs: 7_200_000, by: "ops", reason: "fibre work" };
const orderOf = (kind: "path-state" | "manual") =>
  FailoverOrder.parse({
    incidentId: "fo-g-3",
    groupId: "g",
    trigger: { kind, pathId: "dx", ...(kind === "path-state" && { vantageId: "v1", state: "down", epoch: 1 }) },
    orderedAtMs: 1_000_000,
  });

async function ready(primary: "up" | "down", backup: "up" | "down" | "degraded" = "up"): Promise<MemoryDeps> {
  const config = aConfig();
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  deps.records.set("a", healthOf("dx", primary)).set("b", healthOf("vpn", backup));
  if (primary === "down") deps.world.deadPaths.add("dx");
  return deps;
}

describe("engine/failover/use-cases/order-path", () => {
  it.each([
    ["prefer", "dx", "ops ordered to keep to dx: fibre work"],
    ["avoid", "vpn", "ops ordered to keep off vpn: fibre work"],
  ] as const)("a person's order to %s %s wins over a failover, and a person is woken", async (to, pathId, reason) => {
    const deps = await ready("down");
    await setPathOverride(deps, pathId, { ...signed, to });

    expect(await checkGuards(deps, orderOf("path-state"))).toEqual({
      kind: "hold",
      rule: "overridden",
      reason,
      isPage: true,
    });
    expect(deps.published).toMatchObject([
      {
        type: "failover.override-set.v1",
        data: { pathId, groupId: "g", to, by: "ops", reason: "fibre work", untilMs: 8_200_000 },
      },
    ]);
  });

  it("counts no longer than it was given for, and not once it is taken back", async () => {
    const late = await ready("down");
    await setPathOverride(late, "dx", { ...signed, forMs: 1_000, to: "prefer" });
    late.clock.advance(1_000);
    const back = await ready("down");
    await setPathOverride(back, "dx", { ...signed, to: "prefer" });
    await setPathOverride(back, "dx", { ...signed, to: "auto" });

    expect((await checkGuards(late, orderOf("path-state"))).kind).toBe("switch");
    expect((await checkGuards(back, orderOf("path-state"))).kind).toBe("switch");
    expect([await listOverrides(late), await listOverrides(back)]).toEqual([
      { moves: [], paths: [] },
      { moves: [], paths: [] },
    ]);
    expect(back.published.filter(({ type }) => type === "failover.override-set.v1").at(-1)?.data).toEqual({
      pathId: "dx",
      groupId: "g",
      to: "auto",
      by: "ops",
      reason: "fibre work",
    });
  });

  it("nothing is moved by Skylane while it cannot be read what people have ordered", async () => {
    const deps = await ready("down");
    const blind = {
      ...deps,
      pathOverrides: {
        ...deps.pathOverrides,
        list: async () => {
          throw new Error("unreadable");
        },
      },
    };

    expect(await checkGuards(blind, orderOf("path-state"))).toMatchObject({ kind: "hold", rule: "overridden" });
  });

  it("knows no path that is not declared", async () => {
    const deps = await ready("up");

    await expect(setPathOverride(deps, "nope", { ...signed, to: "avoid" })).rejects.toMatchObject({
      name: "ERR_PATH_MISSING",
    });
  });

  it("drains a path: the group moves as by hand, and does not go back by itself, but by a person", async () => {
    const deps = await ready("up");

    const { incidentId } = await drainPath(deps, "dx", signed, "ops");
    const order = FailoverOrder.parse(deps.started.at(-1)?.input);
    expect(await runFailover(deps, order)).toBe("moved");
    const back = (isManual: boolean) =>
      checkFailback(
        deps,
        FailbackOrder.parse({ incidentId: order.incidentId, groupId: "g", isManual, epoch: 1, waitSeconds: 0 }),
      );

    expect(order).toMatchObject({ incidentId, trigger: { kind: "manual", pathId: "dx" } });
    expect(await back(false)).toMatchObject({ kind: "stay", reason: "ops ordered to keep off dx: fibre work" });
    expect((await back(true)).kind).toBe("go");
    const list = await listOverrides(deps);
    expect([list.moves.map(({ toPathId }) => toPathId), list.paths.map(({ pathId }) => pathId)]).toEqual([
      ["vpn"],
      ["dx"],
    ]);
    await expect(drainPath(deps, "dx", signed, "ops")).rejects.toMatchObject({ name: "ERR_MOVE_ACTIVE" });
  });

  it("keeps off a path that carries nothing without a move", async () => {
    const deps = await ready("up");

    expect(await drainPath(deps, "vpn", signed, "ops")).toEqual({});
    expect(deps.started).toEqual([]);
    expect(deps.pathOrders.get("vpn")?.to).toBe("avoid");
  });

  it.each(["down", "degraded"] as const)("drains nothing while the backup is %s", async (backup) => {
    const deps = await ready("up", backup);

    await expect(drainPath(deps, "dx", signed, "ops")).rejects.toMatchObject({
      name: "ERR_BACKUP_NOT_UP",
      message: expect.stringContaining(`vpn is ${backup}`),
    });
    expect([deps.started, deps.published, [...deps.pathOrders]]).toEqual([[], [], []]);
  });

  it("drains nothing onto a path that is itself to be avoided", async () => {
    const deps = await ready("up");
    await setPathOverride(deps, "vpn", { ...signed, to: "avoid" });

    await expect(drainPath(deps, "dx", signed, "ops")).rejects.toThrow("there is no other path");
  });
});
