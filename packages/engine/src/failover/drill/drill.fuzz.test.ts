import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crashingDeps, dyingAfter } from "../../../../../test/support/crashing-deps.ts";
import { drillOrder, readyToDrill, runDrill } from "../../../../../test/support/drill-world.ts";
import type { MemoryDeps } from "../../../../../test/support/memory-deps.ts";
import { endOverdueDrills, renewOverrides, watchOverrides } from "../index.ts";

const MINUTE_MS = 60_000;
const dies = (run: Promise<unknown>): Promise<unknown> => run.catch(() => undefined);
const isTesting = async (deps: MemoryDeps): Promise<boolean> =>
  (await deps.faultTests.test("test.fault").read({ pathId: "dx" })).isTesting;

/** The watchdog's turns, and what renews overrides, which does not know that a drill is dead; a turn may break off too. */
async function minutes(deps: MemoryDeps, count: number, crashes: readonly number[] = []): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    deps.clock.advance(MINUTE_MS);
    const crash = crashes[minute];
    const turn = crash === undefined ? deps : crashingDeps(deps, dyingAfter(crash));
    if (minute % 5 === 0) await renewOverrides(deps);
    await Promise.all([dies(watchOverrides(turn)), dies(endOverdueDrills(turn))]);
  }
}

describe("engine/failover/drill (properties)", () => {
  it("whatever drill dies at whatever call, with the kill switch on or off, the watchdog leaves nothing on", async () => {
    const died = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("official", "reroute"),
        fc.nat(220),
        fc.boolean(),
        fc.array(fc.nat(20), { maxLength: 12 }),
        async (kind, calls, isStopped, crashes) => {
          const deps = await readyToDrill();
          const before = [...deps.world.routes];

          await dies(runDrill(crashingDeps(deps, dyingAfter(calls)), drillOrder(kind)));
          const held = deps.drillByGroup.get("g");
          if (await isTesting(deps)) died.add("under test");
          if (deps.world.routes.size > before.length) died.add("moved");
          if (held && held.faultAtMs === undefined) died.add("held");
          deps.killSwitchState.isStopped = isStopped;
          await minutes(deps, 12, crashes);
          await minutes(deps, 12);

          expect(await isTesting(deps)).toBe(false);
          expect([...deps.world.routes]).toEqual(before);
          expect([deps.drillByGroup.size, deps.overrideByGroup.size]).toEqual([0, 0]);
          if (held) expect(deps.drillReports.get(held.runId)?.run.status).not.toBe("running");
        },
      ),
      { numRuns: 200 },
    );
    // the script reaches all of them, or it would prove nothing
    expect([...died].sort()).toEqual(["held", "moved", "under test"]);
  });
});
