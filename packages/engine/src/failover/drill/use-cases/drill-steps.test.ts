import { Drill } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../../test/support/builders.ts";
import {
  drillOrder as order,
  readyToDrill as ready,
  runDrill,
  stepOf,
} from "../../../../../../test/support/drill-world.ts";
import type { MemoryDeps } from "../../../../../../test/support/memory-deps.ts";
import {
  checkDrill,
  checkDrillEnd,
  endOverdueDrills,
  listDrills,
  measureDrill,
  recordDrill,
  showDrillReport,
  startDrill,
  stopDrill,
  watchOverrides,
} from "../../index.ts";

const isTesting = async (deps: MemoryDeps): Promise<boolean> =>
  (await deps.faultTests.test("test.fault").read({ pathId: "dx" })).isTesting;
const typesOf = (deps: MemoryDeps): readonly string[] => deps.published.map(({ type }) => type);

describe("engine/failover/drill/use-cases", () => {
  it("measures an official test, leaves nothing on, lets the group go, and tells it", async () => {
    const deps = await ready();

    const run = await runDrill(deps, order("official"));

    expect(run).toMatchObject({
      status: "passed",
      measured: { actualPathId: "vpn", intervalMs: 200 },
      restored: { isAsBefore: true, isTestOver: true, routeCount: 2, routesAsBeforeCount: 2 },
    });
    expect(run.measured?.rtoMs).toBeGreaterThanOrEqual(1_400);
    expect(run.measured?.rtoMs).toBeLessThanOrEqual(1_600);
    expect([await isTesting(deps), deps.drillByGroup.size, deps.world.writes]).toEqual([false, 0, []]);
    expect(deps.published.at(-1)).toMatchObject({
      type: "drill.completed.v1",
      data: { hasPassed: true, isAsBefore: true },
    });
  });

  it("takes the group once: a second drill is refused while the first holds it, and the first asked again goes on", async () => {
    const deps = await ready();
    await checkDrill(deps, order("official"));

    expect(await runDrill(deps, order("reroute", 2))).toMatchObject({
      status: "refused",
      reason: "drill-active: drill dr-official-g-1 holds the group",
    });
    expect(await checkDrill(deps, order("official"))).toMatchObject({ kind: "go", toPathId: "vpn" });
    expect(deps.drillByGroup.get("g")?.runId).toBe("dr-official-g-1");
  });

  it("a kill switch that is on half-way ends it, and does not keep the test from being stopped", async () => {
    const deps = await ready();
    const { start } = deps.faultTests.test("test.fault");
    const turned: MemoryDeps = {
      ...deps,
      faultTests: {
        test: (id) => ({
          ...deps.faultTests.test(id),
          async start(settings, minutes) {
            deps.killSwitchState.isStopped = true;
            return start(settings, minutes);
          },
        }),
      },
    };

    const run = await runDrill(turned, order("official"));

    expect(run).toMatchObject({ status: "aborted", reason: "the kill switch is on, or cannot be read" });
    expect(run.restored?.isAsBefore).toBe(true);
    expect([await isTesting(deps), deps.drillByGroup.size]).toEqual([false, 0]);
    expect(typesOf(deps)).toContain("drill.aborted.v1");
  });

  it("is broken off when traffic does not come back, after no more than its SLO allows", async () => {
    const deps = await ready(Number.POSITIVE_INFINITY);

    const run = await runDrill(deps, order("official"));

    expect(run).toMatchObject({ status: "aborted", reason: "more was lost than the drill may cost" });
    const outageMs = (run.timeline.at(-2)?.atMs ?? 0) - (run.measured?.faultAtMs ?? 0);
    expect(outageMs).toBeLessThan(31_000);
    expect(await isTesting(deps)).toBe(false);
  });

  it("does nothing if a flow is not answered before it begins", async () => {
    const deps = await ready();
    await checkDrill(deps, order("official"));
    deps.world.deadPaths.add("dx");

    expect(await measureDrill(deps, stepOf(order("official")))).toMatchObject({
      reason: "not all flows were answered before anything was done",
    });
    expect(await isTesting(deps)).toBe(false);
  });

  it("a measurement that died is not taken up again: what it missed cannot be known", async () => {
    const deps = await ready();
    await checkDrill(deps, order("official"));
    await measureDrill(deps, stepOf(order("official")));

    expect(await measureDrill(deps, stepOf(order("official")))).toMatchObject({
      reason: expect.stringContaining("broken off"),
    });
  });

  it("the watchdog ends what a dead workflow has left on, and writes it down when nobody else will", async () => {
    const deps = await ready();
    await checkDrill(deps, order("official"));
    await measureDrill(deps, stepOf(order("official")));
    const endsAtMs = deps.drillByGroup.get("g")?.endsAtMs ?? 0;

    expect(await endOverdueDrills(deps)).toMatchObject([{ did: "left" }]);
    expect(await isTesting(deps)).toBe(true);
    deps.clock.advance(endsAtMs - deps.clock.nowMs());
    expect(await endOverdueDrills(deps)).toMatchObject([{ did: "ended" }]);
    expect(await isTesting(deps)).toBe(false);
    deps.clock.advance(300_000);
    expect(await endOverdueDrills(deps)).toMatchObject([{ did: "recorded" }]);

    const { run } = await showDrillReport(deps, "dr-official-g-1");
    expect(run).toMatchObject({
      status: "aborted",
      reason: expect.stringContaining("the workflow that ran it is gone"),
    });
    expect(deps.drillByGroup.size).toBe(0);
    expect(typesOf(deps).filter((type) => type === "drill.aborted.v1")).toHaveLength(1);
  });

  it("does not believe that all is as before while what was ordered may still begin: it takes that back as well", async () => {
    const deps = await ready();
    const { start } = deps.faultTests.test("test.fault");
    const refusing: MemoryDeps = {
      ...deps,
      faultTests: {
        test: (id) => ({ ...deps.faultTests.test(id), start: () => Promise.reject(new Error("no answer came")) }),
      },
    };
    const one = stepOf(order("official"));
    await checkDrill(refusing, order("official"));
    expect(await measureDrill(refusing, one)).toEqual({ reason: "no answer came" });
    await stopDrill(deps, one);

    expect(await checkDrillEnd(deps, one)).toEqual({ kind: "wait" });
    await start({ pathId: "dx" }, 10); // the request had arrived after all
    deps.clock.advance(50_000);
    expect(await checkDrillEnd(deps, one)).toEqual({ kind: "back" });
    expect(await isTesting(deps)).toBe(false);
  });

  it("gives the routes of an abandoned move to the watch over overrides, which puts them back", async () => {
    const deps = await ready();
    await checkDrill(deps, order("reroute"));
    await measureDrill(deps, stepOf(order("reroute")));
    expect(deps.world.routes.size).toBeGreaterThan(0);
    deps.clock.advance(660_000);

    await endOverdueDrills(deps);
    await watchOverrides(deps);

    expect(deps.world.routes.size).toBe(0);
  });

  it("holds on to a group that is not as before: no other drill begins there, and a person is told so", async () => {
    const deps = await ready();
    await checkDrill(deps, order("official"));
    await measureDrill(deps, stepOf(order("official")));
    deps.world.routes.set("t1|10.9.0.0/16", "somewhere");
    await stopDrill(deps, stepOf(order("official")));
    expect(await checkDrillEnd(deps, stepOf(order("official")))).toEqual({ kind: "wait" });
    deps.clock.advance(1_000_000);
    expect(await checkDrillEnd(deps, stepOf(order("official")))).toEqual({ kind: "late" });

    await recordDrill(deps, { ...stepOf(order("official")), failure: "" });

    expect(deps.published.at(-1)).toMatchObject({
      type: "drill.completed.v1",
      data: { isAsBefore: false, hasPassed: false },
    });
    expect(deps.drillByGroup.has("g")).toBe(true);
    deps.world.routes.clear();
    await endOverdueDrills(deps);
    expect(deps.drillByGroup.size).toBe(0);
  });

  it("one drill the watchdog cannot end keeps it from no other, nor a list that cannot be read", async () => {
    const deps = await ready();
    await checkDrill(deps, order("official"));
    deps.clock.advance(3_600_000);
    const away = () => Promise.reject(new Error("the cloud is away"));
    const test = { ...deps.faultTests.test("x"), stop: away };

    expect(await endOverdueDrills({ ...deps, faultTests: { test: () => test } })).toEqual([
      { groupId: "g", did: "failed" },
    ]);
    expect(await endOverdueDrills({ ...deps, activeDrills: { ...deps.activeDrills, listGroupIds: away } })).toEqual([]);
  });

  it("starts one workflow for a drill of a moment, a run for each group, and none for a drill nobody configured", async () => {
    const deps = await ready();
    const wanted = { drillId: "official", by: "schedule", orderedAtMs: 5 };

    await startDrill(deps, wanted);
    expect(await startDrill(deps, wanted)).toEqual({ runIds: ["dr-official-g-5"] });

    expect(deps.started).toMatchObject([{ workflow: "drill", name: "dr-official-5" }]);
    await expect(startDrill(deps, { ...wanted, drillId: "nope" })).rejects.toMatchObject({ name: "ERR_DRILL_MISSING" });
    const advising = deps.config.groups.map((group) => ({ ...group, automation: "advise" as const }));
    const config = { ...deps.config, groups: advising };
    await expect(startDrill({ ...deps, config }, wanted)).rejects.toMatchObject({ name: "ERR_DRILL_EMPTY" });
    expect((await listDrills(deps)).drills).toMatchObject([{ id: "official", groupIds: ["g"] }, { id: "reroute" }]);
  });

  it("no drill is configured unless somebody writes one down", () => {
    expect(aConfig().drills).toEqual([]);
    expect(Drill.safeParse({ id: "d", over: "all", kind: "official" }).success).toBe(false);
  });
});
