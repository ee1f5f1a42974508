import { describe, expect, it } from "vitest";
import { Estate } from "../estate/estate.ts";
import { createWorld, type World } from "./world.ts";

interface Link {
  readonly id: string;
  readonly kind: string;
  readonly announces?: readonly string[];
  readonly asPathPrepend?: number;
  readonly routingWeight?: number;
  /** Of what the gateway hears: what a router goes by, and Azure does not know. */
  readonly localPreference?: number;
}

/** A VNet whose gateway has these links to one data centre. */
function worldOf(links: readonly Link[], order: "azure" | "router" = "azure", nowMs = () => 0): World {
  const estate = Estate.parse({
    version: 1,
    name: "order",
    networks: [
      {
        id: "vnet",
        cloud: "azure",
        regionId: "eastus",
        cidrs: ["10.4.0.0/16"],
        gatewayId: "gw",
        routes: [{ prefix: "10.9.0.0/20", connectionId: "peered" }],
      },
      { id: "spoke", cloud: "azure", regionId: "eastus", cidrs: ["10.6.0.0/16"] },
      { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16", "10.8.0.0/16"], gatewayId: "r1" },
    ],
    gateways: [
      {
        id: "gw",
        kind: "router",
        cloud: "azure",
        regionId: "eastus",
        providerId: "gw",
        asn: 65_515,
        ...(order === "azure" && { selects: order }),
      },
      {
        id: "nva",
        kind: "router",
        cloud: "azure",
        regionId: "eastus",
        providerId: "nva",
        asn: 65_020,
        applianceIp: "10.4.0.10",
      },
      { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
    ],
    connections: [
      ...links.map(({ id, kind, announces = ["10.9.0.0/16", "10.8.0.0/16"], ...more }) => ({
        id,
        kind,
        a: {
          at: "gw",
          announces: ["10.4.0.0/16"],
          ...(more.routingWeight !== undefined && { routingWeight: more.routingWeight }),
          localPreference: more.localPreference ?? 100,
        },
        b: { at: "r1", announces, asPathPrepend: more.asPathPrepend ?? 0 },
        bandwidthMbps: 1_000,
        latencyMs: 1,
      })),
      {
        id: "sdwan",
        kind: "vpn",
        a: { at: "nva", announces: ["10.4.0.0/16"] },
        b: { at: "r1", announces: ["10.9.0.0/16", "10.8.0.0/16"] },
        bandwidthMbps: 1_000,
        latencyMs: 1,
      },
      { id: "peered", kind: "peering", a: { at: "vnet" }, b: { at: "spoke" }, bandwidthMbps: 1_000, latencyMs: 1 },
    ],
    flows: [],
  });
  return createWorld(estate, { nowMs, after: () => () => undefined }, () => 0.5);
}
const over = (world: World, to = "10.8.0.5"): string[] =>
  world.traceBetween("10.4.0.5", to).crossings.map(({ connection }) => connection.id);
const userRoute = (world: World, prefix: string, id: string): void =>
  void world.routing.networkRoutes
    .get("vnet")
    ?.set(prefix, { kind: "gateway", id, userRoute: { name: "own", nextHopType: "VirtualAppliance" } });

describe("twin/world/select-azure", () => {
  it.each<[string, string, readonly Link[]]>([
    [
      "a circuit before a VPN, whatever the AS path",
      "er",
      [
        { id: "er", kind: "express-route", asPathPrepend: 5 },
        { id: "a-vpn", kind: "vpn" },
      ],
    ],
    [
      "the longer prefix over a VPN before a circuit",
      "vpn",
      [
        { id: "er", kind: "express-route", announces: ["10.8.0.0/16"] },
        { id: "vpn", kind: "vpn", announces: ["10.8.0.0/24"] },
      ],
    ],
    [
      "the circuit of the higher weight, whatever the AS path",
      "er-2",
      [
        { id: "er-1", kind: "express-route" },
        { id: "er-2", kind: "express-route", routingWeight: 10, asPathPrepend: 3 },
      ],
    ],
    [
      "the circuit of the shorter AS path where the weights are equal",
      "er-2",
      [
        { id: "er-1", kind: "express-route", asPathPrepend: 1 },
        { id: "er-2", kind: "express-route" },
      ],
    ],
    [
      "the VPN of the shorter AS path, whatever its weight",
      "vpn-2",
      [
        { id: "vpn-1", kind: "vpn", routingWeight: 100, asPathPrepend: 1 },
        { id: "vpn-2", kind: "vpn" },
      ],
    ],
    [
      "by no local preference, which Azure has not",
      "vpn-1",
      [
        { id: "vpn-1", kind: "vpn" },
        { id: "vpn-2", kind: "vpn", localPreference: 200 },
      ],
    ],
  ])("takes %s", (_, expected, links) => {
    expect(over(worldOf(links))).toEqual([expected]);
  });

  it("lets a gateway that names no cloud decide as a router does", () => {
    const links = [
      { id: "er", kind: "express-route", routingWeight: 100 },
      { id: "vpn", kind: "vpn", localPreference: 200 },
    ];

    expect(over(worldOf(links, "router"))).toEqual(["vpn"]);
    expect(over(worldOf(links))).toEqual(["er"]);
  });

  it("takes a route of the VNet's own before one of the same length that the gateway hears, not before a longer one", () => {
    const world = worldOf([{ id: "vpn", kind: "vpn" }]);
    userRoute(world, "10.8.0.0/15", "nva");
    expect(over(world)).toEqual(["vpn"]);
    userRoute(world, "10.8.0.0/16", "nva");
    expect(over(world)).toEqual(["sdwan"]);
  });

  it("takes the other circuit once the session over the first has fallen", () => {
    let nowMs = 0;
    const world = worldOf(
      [
        { id: "er-1", kind: "express-route", routingWeight: 10 },
        { id: "er-2", kind: "express-route" },
      ],
      "azure",
      () => nowMs,
    );
    world.addFault({ kind: "cut", target: { connectionId: "er-1" } });
    expect(over(world)).toEqual(["er-1"]);
    nowMs = 91_000; // past the hold time

    expect(over(world)).toEqual(["er-2"]);
  });

  it("drops what a route of its own sends to where nothing stands", () => {
    const world = worldOf([{ id: "vpn", kind: "vpn" }]);
    userRoute(world, "10.8.0.0/16", "blackhole");

    expect(world.traceBetween("10.4.0.5", "10.8.0.5")).toMatchObject({ kind: "blackhole", at: "vnet" });
    expect(world.send("10.4.0.5", "10.8.0.5", 100)).toEqual({ kind: "lost" });
  });

  it("takes a peering before whatever a gateway hears, however long", () => {
    const world = worldOf([{ id: "vpn", kind: "vpn", announces: ["10.9.0.0/24"] }]);

    expect(over(world, "10.9.0.5")[0]).toBe("peered");
  });

  it("delivers to a VNet what comes over its appliance", () => {
    const world = worldOf([]);

    expect(world.traceBetween("10.9.0.5", "10.4.0.5")).toMatchObject({ kind: "delivered" });
    expect(world.traceBetween("10.9.0.5", "10.4.0.5").crossings.map(({ connection }) => connection.id)).toEqual([
      "sdwan",
    ]);
  });
});
