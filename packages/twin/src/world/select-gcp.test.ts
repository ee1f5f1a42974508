import { beforeEach, describe, expect, it } from "vitest";
import { googleEstate } from "../../../../test/support/google-steering.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import type { VpcRoute } from "./routing-state.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let nowMs = 0;
beforeEach(() => {
  nowMs = 0;
  world = createWorld(googleEstate(), { nowMs: () => nowMs, after: () => () => undefined }, seededRandom(1));
});
const over = (from = "10.4.0.5", to = "10.9.0.5") =>
  world.traceBetween(from, to).crossings.map(({ connection }) => connection.id);
const add = (route: Partial<VpcRoute> = {}) =>
  world.change("test", () => {
    const routes = world.routing.vpcRoutes.get("shop") ?? new Map<string, VpcRoute>();
    const made = {
      name: "one",
      prefix: "10.9.0.0/16",
      priority: 10,
      connectionId: "classic",
      description: "",
      nextHopVpnTunnel: "",
      ...route,
    };
    world.routing.vpcRoutes.set("shop", routes.set(made.name, made));
  });
/** Both sessions of a pair, with these priorities. */
const announce = (...priorities: readonly (readonly [connectionId: string, priority: number])[]) =>
  world.change("test", () => {
    const all = ["ic", "vpn", "aws-1", "aws-2"].map((id) => [id, 100] as const);
    const peers = new Map([...all, ...priorities]);
    const written = [...peers].map(
      ([id, priority]) => [id, { priority, isEnabled: true, importPolicies: [], asWritten: {} }] as const,
    );
    world.routing.cloudRouters.set("cr", new Map(written));
  });

describe("twin/world/select-gcp", () => {
  it("leaves a network without static routes to its router", () => {
    expect(over()).toEqual(["ic"]);
  });

  it.each([
    // what is heard without a MED has 100
    [99, ["classic"]],
    [100, ["classic"]],
    [101, ["ic"]],
  ])("of routes of one length takes the lower number, and of equals the static one (%i)", (priority, way) => {
    add({ priority });

    expect(over()).toEqual(way);
  });

  it("takes the longest prefix before any number", () => {
    add({ prefix: "10.9.0.0/24", priority: 65_535 });
    expect(over()).toEqual(["classic"]);
    expect(over("10.4.0.5", "10.9.1.5")).toEqual(["ic"]);

    add({ prefix: "10.0.0.0/8", priority: 0 });
    expect(over()).toEqual(["ic"]);
  });

  it("takes the lower number of two static routes", () => {
    add({ name: "worse", priority: 20, connectionId: "vpn" });
    add({ name: "better", priority: 10 });

    expect(over()).toEqual(["classic"]);
  });

  it("takes the static route once the heard one is withdrawn", () => {
    add({ priority: 1_000 });
    for (const connectionId of ["ic", "vpn"]) world.addFault({ kind: "cut", target: { connectionId } });
    nowMs = 100_000;

    expect(over()).toEqual(["classic"]);
  });

  it("keeps a static route whose tunnel is dead: nobody withdraws it", () => {
    add();
    world.addFault({ kind: "cut", target: { connectionId: "classic" } });
    nowMs = 100_000;

    expect(over()).toEqual(["classic"]);
    expect(world.send("10.4.0.5", "10.9.0.5", 100)).toEqual({ kind: "lost" });
  });

  it("never takes a static route into the network's own subnets", () => {
    add({ prefix: "10.4.0.0/16", priority: 0 });

    expect(over("10.4.0.5", "10.4.9.9")).toEqual([]);
  });

  it("notes that a prefix goes another way, in the network's own table", () => {
    add();

    expect(world.changes()).toMatchObject([
      { where: { gatewayId: "shop", cloud: "gcp" }, prefix: "10.9.0.0/16", from: "cr", to: "classic" },
    ]);
  });

  it("is heard at the other side with the MED that was written: by a router and by a transit gateway", () => {
    announce(["ic", 40_000], ["aws-1", 40_000]);

    expect(over("10.9.0.5", "10.4.0.5")).toEqual(["vpn"]);
    expect(over("10.1.0.5", "10.4.0.5")).toEqual(["aws-2"]);
    announce(["vpn", 40_000], ["aws-2", 40_000]);
    expect(over("10.9.0.5", "10.4.0.5")).toEqual(["ic"]);
    expect(over("10.1.0.5", "10.4.0.5")).toEqual(["aws-1"]);
  });

  it("goes on by the old MEDs and routes while forwarding is stale", () => {
    world.addFault({ kind: "stale-forwarding", target: { connectionId: "ic" } });
    announce(["ic", 40_000]);
    add();

    expect(over("10.9.0.5", "10.4.0.5")).toEqual(["ic"]);
    expect(over()).toEqual(["ic"]);
  });
});
