import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig, healthOf } from "../../../../test/support/builders.ts";
import { crashingDeps, dyingAfter } from "../../../../test/support/crashing-deps.ts";
import { type MemoryDeps, memoryDeps } from "../../../../test/support/memory-deps.ts";
import { runFailover } from "../../../../test/support/run-failover.ts";
import { choosePaths } from "../paths/index.ts";
import { FailoverOrder, renewOverrides, storePlan, watchOverrides } from "./index.ts";

const MINUTE_MS = 60_000;
const LEASE_MS = 3_600_000;
/** More port calls than a whole move makes. */
const CALLS = 90;
const order = FailoverOrder.parse({
  incidentId: "fo-g-3",
  groupId: "g",
  trigger: { kind: "manual", pathId: "dx" },
  orderedAtMs: 1_000_000,
});
const before = fc.dictionary(
  fc.constantFrom("t1|10.9.0.0/16", "t2|10.1.0.0/16", "t1|10.77.0.0/16"),
  fc.constantFrom("dx", "other"),
);
/** Only routes that the move itself sets: the world's traffic follows the first of a table. */
const steered = fc.dictionary(fc.constantFrom("t1|10.9.0.0/16", "t2|10.1.0.0/16"), fc.constantFrom("dx", "other"));
const callCount = fc.nat(CALLS);

async function prepared(routes: Readonly<Record<string, string>>): Promise<MemoryDeps> {
  const config = aConfig();
  const deps = memoryDeps(config);
  const [group] = config.groups;
  const choice = group && choosePaths(group, config);
  if (choice) await storePlan(deps, choice);
  deps.records.set("a", healthOf("dx", "down")).set("b", healthOf("vpn", "up"));
  for (const [key, hop] of Object.entries(routes)) deps.world.routes.set(key, hop);
  return deps;
}
const routesOf = (deps: MemoryDeps) => [...deps.world.routes].sort();
/** What a dead process was doing is never heard of again. */
const dies = async (work: Promise<unknown>): Promise<void> => void (await work.catch(() => undefined));

/** The watchdog's turns up to a time, one a minute; those of `crashes` break off after so many calls. */
async function watchFor(deps: MemoryDeps, turnCount: number, crashes: readonly number[] = []): Promise<void> {
  for (let turn = 0; turn < turnCount; turn += 1) {
    const crash = crashes[turn];
    await dies(watchOverrides(crash === undefined ? deps : crashingDeps(deps, dyingAfter(crash))));
    deps.clock.advance(MINUTE_MS);
  }
}

describe("engine/failover (overrides)", () => {
  it("wherever the controller dies, two minutes after the lease no override is left and every route is what it was", async () => {
    await fc.assert(
      fc.asyncProperty(before, callCount, async (routes, dead) => {
        const deps = await prepared(routes);
        const was = routesOf(deps);

        await dies(runFailover(crashingDeps(deps, dyingAfter(dead)), order));
        deps.clock.advance(LEASE_MS);
        await watchFor(deps, 3);

        expect(deps.overrideByGroup.size).toBe(0);
        expect(routesOf(deps)).toEqual(was);
      }),
      { numRuns: 300 },
    );
  });

  it("no write is ever made without an override that would undo it", async () => {
    await fc.assert(
      fc.asyncProperty(before, callCount, async (routes, dead) => {
        const deps = await prepared(routes);
        const was = new Map(deps.world.routes);
        deps.world.failOn = (change) => {
          const undo = deps.overrideByGroup.get("g")?.changes.find((one) => one.change.id === change.id);
          expect(undo?.before.state?.hop).toBe(was.get(`${change.target.table}|${change.prefix}`));
          return undefined;
        };

        await dies(runFailover(crashingDeps(deps, dyingAfter(dead)), order));
      }),
    );
  });

  it("the same when the watchdog breaks off too, counted from its first whole turn; nothing is told that is not so", async () => {
    await fc.assert(
      fc.asyncProperty(before, callCount, fc.array(fc.nat(30), { maxLength: 4 }), async (routes, dead, crashes) => {
        const deps = await prepared(routes);
        const was = routesOf(deps);
        const { publish } = deps.publisher;
        const told = {
          ...deps,
          publisher: {
            publish: async (drafts: Parameters<typeof publish>[0]) => {
              if (drafts.some(({ type }) => type === "failover.override-ended.v1")) expect(routesOf(deps)).toEqual(was);
              await publish(drafts);
            },
          },
        };

        await dies(runFailover(crashingDeps(deps, dyingAfter(dead)), order));
        told.clock.advance(LEASE_MS);
        await watchFor(told, crashes.length, crashes);
        await watchFor(told, 3);

        expect(deps.overrideByGroup.size).toBe(0);
        expect(routesOf(deps)).toEqual(was);
      }),
      { numRuns: 300 },
    );
  });

  it("the same when the controller only stood still over the end of its lease, and goes on, or dies then", async () => {
    await fc.assert(
      fc.asyncProperty(before, callCount, callCount, async (routes, pause, further) => {
        const deps = await prepared(routes);
        const was = routesOf(deps);
        const isDead = dyingAfter(pause + further);
        let left = pause;
        const slow = crashingDeps(deps, async () => {
          await isDead();
          left -= 1;
          if (left !== 0) return;
          // it wakes half a minute later at most: then its function has timed out
          deps.clock.advance(LEASE_MS);
          await watchOverrides(deps);
          deps.clock.advance(25_000);
        });

        await dies(runFailover(slow, order));
        deps.clock.advance(MINUTE_MS);
        // a controller that woke before it had stored anything has a lease of its own
        deps.clock.advance(LEASE_MS);
        await watchFor(deps, 3);

        expect(deps.overrideByGroup.size).toBe(0);
        expect(routesOf(deps)).toEqual(was);
      }),
      { numRuns: 300 },
    );
  });

  it("a move that stands is never ended while it is renewed, and always once it is not", async () => {
    await fc.assert(
      fc.asyncProperty(steered, fc.nat(300), fc.infiniteStream(fc.nat(12)), async (routes, minutes, chance) => {
        const deps = await prepared(routes);
        const was = routesOf(deps);
        expect(await runFailover(deps, order)).toBe("moved");
        const whenMoved = routesOf(deps);

        let missedCount = 0;
        for (let minute = 1; minute <= minutes; minute += 1) {
          deps.clock.advance(MINUTE_MS);
          if (minute % 5 === 0) {
            // a renewal may fail, but not eleven times in a row
            const isMissed = missedCount < 10 && (chance.next().value ?? 0) > 2;
            missedCount = isMissed ? missedCount + 1 : 0;
            await dies(renewOverrides(isMissed ? crashingDeps(deps, dyingAfter(chance.next().value ?? 0)) : deps));
          }
          await watchOverrides(deps);
          expect(routesOf(deps)).toEqual(whenMoved);
        }
        deps.clock.advance(LEASE_MS);
        await watchFor(deps, 3);

        expect(deps.overrideByGroup.size).toBe(0);
        expect(routesOf(deps)).toEqual(was);
      }),
      { numRuns: 40 },
    );
  });
});
