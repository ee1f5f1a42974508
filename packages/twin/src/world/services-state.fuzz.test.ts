import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { smallEstate } from "../../../../test/support/small-estate.ts";
import { virtualClock } from "../../../../test/support/virtual-clock.ts";
import { createWorld, type World } from "./world.ts";
import { stateHash } from "./world-state.ts";

const id = fc.constantFrom("a", "b", "c");
type Step = (world: World) => () => void;

/** Puts a value there; what it gives back takes it away, or puts back what was there. */
const put =
  (tableOf: (world: World) => Map<string, unknown>, key: string, value: unknown): Step =>
  (world) => {
    const table = tableOf(world);
    const before = table.get(key);
    table.set(key, value);
    return () => void (before === undefined ? table.delete(key) : table.set(key, before));
  };
/** The same in a table of tables, which leaves an empty one behind as API calls do. */
const putIn =
  (tablesOf: (world: World) => Map<string, Map<string, unknown>>, outer: string, key: string, value: unknown): Step =>
  (world) => {
    const table = tablesOf(world).get(outer) ?? new Map();
    tablesOf(world).set(outer, table);
    return put(() => table, key, value)(world);
  };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(id, fc.nat(3))
    .map(([key, name]) => put(({ security }) => security.groups as Map<string, unknown>, key, { name })),
  fc
    .tuple(id, id, fc.nat(3))
    .map(([group, key, port]) =>
      putIn(({ security }) => security.groupRules as Map<string, Map<string, unknown>>, group, key, { port }),
    ),
  fc
    .tuple(id, id, fc.nat(3))
    .map(([zone, key, value]) =>
      putIn(({ dns }) => dns.records as Map<string, Map<string, unknown>>, zone, key, { value }),
    ),
  fc
    .tuple(id, id)
    .map(([zone, network]) =>
      putIn(({ dns }) => dns.zoneLinks as Map<string, Map<string, unknown>>, zone, network, { id: "link" }),
    ),
  fc
    .tuple(id, fc.nat(3))
    .map(([key, status]) => put(({ services }) => services.privateEndpoints as Map<string, unknown>, key, { status })),
);

describe("twin/world/state of services", () => {
  it("any rules, names and endpoints that are made and taken back in reverse leave the same state", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const world = createWorld(smallEstate(), virtualClock(0), seededRandom(1));
        const before = stateHash(world);

        const undos = steps.map((run) => run(world));
        for (const undo of undos.reverse()) undo();

        expect(stateHash(world)).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it("each of them shows in its own part of the state", () => {
    const world = createWorld(smallEstate(), virtualClock(0), seededRandom(1));
    const before = stateHash(world).parts;

    world.security.nsgRules.set("nsg", new Map());
    expect(stateHash(world).parts).toEqual(before);
    world.security.acls.set("vpc", new Map()); // denies everything
    expect(stateHash(world).parts).toEqual({ ...before, security: expect.not.stringMatching(before.security) });
    world.dns.zones.set("z", { id: "z", cloud: "aws", name: "example.internal" });
    expect(stateHash(world).parts.dns).not.toBe(before.dns);
    expect(stateHash(world).parts.services).toBe(before.services);
  });
});
