import { describe, expect, it } from "vitest";
import { type BuiltWorld, islandEstate, islandWorld } from "../../../../../test/support/built-twin.ts";
import { loadEstate } from "../../estate/load-estate.ts";
import type { Peering } from "./built-parts.ts";

const peer = (world: BuiltWorld, change: Partial<Peering> = {}): void =>
  world.change("test", () =>
    world.built.peerings.put("peering", {
      id: "peering",
      kind: "peering",
      state: "active",
      a: { at: "vnet" },
      b: { at: "spoke" },
      ...change,
    }),
  );
const reaches = (world: BuiltWorld, from: string, to: string): boolean =>
  world.traceBetween(from, to).kind === "delivered";

describe("twin/world/built peerings", () => {
  it("passes nothing before the other side has accepted, and both ways afterwards", () => {
    const world = islandWorld();

    peer(world, { state: "pending-acceptance" });
    expect(reaches(world, "10.42.0.5", "10.44.0.5")).toBe(false);
    peer(world);

    expect([reaches(world, "10.42.0.5", "10.44.0.5"), reaches(world, "10.44.0.5", "10.42.0.5")]).toEqual([true, true]);
    expect(world.send("10.42.0.5", "10.44.0.5", 1)).toEqual({ kind: "arrives", delayMs: expect.closeTo(1, 1) });
    world.change("test", () => world.built.peerings.remove("peering"));
    expect(reaches(world, "10.42.0.5", "10.44.0.5")).toBe(false);
  });

  it("is not transitive: a peer's peer is not reached", () => {
    const world = islandWorld();
    peer(world);
    world.change("test", () =>
      world.built.peerings.put("other", {
        id: "other",
        kind: "peering",
        state: "active",
        a: { at: "spoke" },
        b: { at: "gvpc" },
      }),
    );

    expect(reaches(world, "10.42.0.5", "10.43.0.5")).toBe(false);
  });

  it("on AWS needs a route on each side, which its owner writes", () => {
    const world = islandWorld();
    peer(world, { a: { at: "vpc" }, b: { at: "probe" } });
    const crosses = (): boolean => world.traceBetween("10.1.0.5", "10.255.1.5").crossings.length === 1;
    expect(crosses()).toBe(false);

    world.change("test", () =>
      world.routing.networkRoutes.get("vpc")?.set("10.255.1.0/24", { kind: "connection", id: "peering" }),
    );

    expect(crosses()).toBe(true);
    world.change("test", () => world.built.peerings.remove("peering"));
    expect(world.traceBetween("10.1.0.5", "10.255.1.5").kind).toBe("no-route");
  });

  it("joins two transit gateways for what their tables send over it", () => {
    const world = islandWorld(loadEstate("globalcart"));
    const [usEast, usWest] = ["tgw-use1", "tgw-usw2"].map((id) => world.atlas.gateways.get(id)?.tables[0] ?? "");
    world.change("test", () => {
      world.built.peerings.put("tpx", {
        id: "tpx",
        kind: "transit-peering",
        state: "active",
        a: { at: "tgw-use1", attachmentId: "tgw-attach-east" },
        b: { at: "tgw-usw2", attachmentId: "tgw-attach-west" },
      });
      world.routing.staticRoutes.set(usEast ?? "", new Map([["10.2.0.0/16", "tgw-attach-east"]]));
      world.routing.staticRoutes.set(usWest ?? "", new Map([["10.1.0.0/16", "tgw-attach-west"]]));
    });

    const there = world.traceBetween("10.1.0.5", "10.2.0.5");
    const back = world.traceBetween("10.2.0.5", "10.1.0.5");

    expect([there.kind, back.kind]).toEqual(["delivered", "delivered"]);
    expect(there.crossings.map(({ connection, isForward }) => [connection.id, isForward])).toEqual([["tpx", true]]);
    expect(back.crossings.map(({ connection, isForward }) => [connection.id, isForward])).toEqual([["tpx", false]]);
  });

  it("names nothing that is not there", () => {
    const world = islandWorld(islandEstate());
    peer(world, { b: { at: "nowhere" } });

    expect(world.atlas.connections.has("peering")).toBe(false);
  });
});
