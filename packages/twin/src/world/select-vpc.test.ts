import { describe, expect, it } from "vitest";
import { Estate } from "../estate/estate.ts";
import type { NetworkRouteTarget } from "./routing-state.ts";
import { createWorld, type World } from "./world.ts";

/** A VPC with a transit gateway and a virtual private gateway, each with links to one data centre. */
function aWorld(without: readonly string[] = []): World {
  const link = (id: string, kind: string, at: string, far: object = {}, own: object = {}) => ({
    id,
    kind,
    a: { at, announces: ["10.1.0.0/16"], ...own },
    b: { at: "r1", announces: ["10.9.0.0/16"], ...far },
    bandwidthMbps: 100,
    latencyMs: 1,
  });
  const estate = Estate.parse({
    version: 1,
    name: "tables",
    networks: [
      {
        id: "vpc",
        cloud: "aws",
        regionId: "us-east-1",
        providerId: "vpc-1",
        cidrs: ["10.1.0.0/16"],
        gatewayId: "tgw",
        attachmentId: "tgw-attach-vpc",
        subnets: [{ cidr: "10.1.128.0/20", routeTableId: "rtb-part" }],
      },
      { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
    ],
    gateways: [
      {
        id: "tgw",
        kind: "tgw",
        cloud: "aws",
        regionId: "us-east-1",
        providerId: "tgw-1",
        asn: 64_512,
        tables: ["main"],
      },
      {
        id: "vgw",
        kind: "router",
        cloud: "aws",
        regionId: "us-east-1",
        providerId: "vgw-1",
        asn: 64_513,
        selects: "vgw",
        vpcId: "vpc",
        tables: ["rtb-1"],
      },
      { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
    ],
    connections: [
      link("over-tgw", "vpn", "tgw", {}, { attachmentId: "tgw-attach-vpn", propagatesTo: ["main"] }),
      link("vgw-far", "vpn", "vgw", { med: 50 }, { localPreference: 300 }),
      link("vgw-vpn", "vpn", "vgw"),
      link("vgw-dx", "direct-connect", "vgw", { asPathPrepend: 4 }),
    ].filter(({ id }) => !without.includes(id)),
    flows: [],
  });
  return createWorld(estate, { nowMs: () => 0, after: () => () => undefined }, () => 0.5);
}
const over = (world: World, from = "10.1.0.5", to = "10.9.0.5"): string[] =>
  world.traceBetween(from, to).crossings.map(({ connection }) => connection.id);
const write = (world: World, prefix: string, target: NetworkRouteTarget, table = "vpc"): void =>
  world.change("test", () => world.routing.networkRoutes.get(table)?.set(prefix, target));
const propagate = (world: World, isOn: boolean): void =>
  world.change(
    "test",
    () =>
      void (isOn ? world.routing.propagations.add("rtb-1|vgw-1") : world.routing.propagations.delete("rtb-1|vgw-1")),
  );
const toTgw = { kind: "gateway", id: "tgw" } as const;
const toVgw = { kind: "gateway", id: "vgw" } as const;

describe("twin/world/select-vpc", () => {
  it("lets a virtual private gateway take Direct Connect before VPN, however long its AS path, and then the lower MED", () => {
    const world = aWorld();
    expect(over(world)).toEqual(["vgw-dx"]);

    const withoutCircuit = aWorld(["vgw-dx"]);
    expect(over(withoutCircuit)).toEqual(["vgw-vpn"]);
  });

  it.each<[string, (world: World) => void, string]>([
    ["a propagated route beats a shorter one that was written", () => undefined, "vgw-dx"],
    ["of equal ones what was written wins", (world) => write(world, "10.9.0.0/16", toTgw), "over-tgw"],
    [
      "the longest prefix wins, whoever it is from",
      (world) => {
        write(world, "10.9.0.0/16", toTgw);
        write(world, "10.9.0.0/24", toVgw);
      },
      "vgw-dx",
    ],
    ["without propagation the rest decides", (world) => propagate(world, false), "over-tgw"],
    [
      "a written route to a gateway stays where nothing is propagated",
      (world) => {
        propagate(world, false);
        write(world, "10.9.0.0/16", toVgw);
      },
      "vgw-dx",
    ],
  ])("%s", (_, prepare, expected) => {
    const world = aWorld();
    prepare(world);

    expect(over(world)).toEqual([expected]);
  });

  it("keeps packets for the VPC itself in it, whatever its tables say", () => {
    const world = aWorld();
    write(world, "10.1.128.0/20", toVgw);

    expect(over(world, "10.1.0.5", "10.1.128.5")).toEqual([]);
  });

  it("gives a part of a VPC a table of its own, to write in and to propagate into", () => {
    const world = aWorld();
    expect([over(world), over(world, "10.1.128.5")]).toEqual([["vgw-dx"], ["over-tgw"]]);

    write(world, "10.9.0.0/16", toVgw, "vpc|rtb-part");
    write(world, "10.9.0.0/16", toTgw);
    expect([over(world), over(world, "10.1.128.5")]).toEqual([["over-tgw"], ["vgw-dx"]]);
  });

  it("brings answers from a virtual private gateway into its VPC", () => {
    const world = aWorld();
    world.change("test", () => world.routing.allowedPrefixes.set("tgw|over-tgw", []));

    expect(over(world, "10.9.0.5", "10.1.0.5")).toEqual(["vgw-dx"]);
    expect(world.traceBetween("10.9.0.5", "10.1.0.5").kind).toBe("delivered");
  });

  it("notes what a change did to the packets of the table it was made in", () => {
    const world = aWorld();
    propagate(world, false);

    expect(world.changes()).toMatchObject([
      { where: { cloud: "aws", gatewayId: "vpc" }, prefix: "10.9.0.0/16", from: "vgw", to: "tgw" },
    ]);
  });

  it("lets a router hear over Direct Connect what the gateway there may announce, and no more", () => {
    const world = aWorld();
    world.change("test", () => world.routing.allowedPrefixes.set("vgw|vgw-dx", ["10.1.7.0/24"]));

    expect(over(world, "10.9.0.5", "10.1.7.5")).toEqual(["vgw-dx"]);
    expect(over(world, "10.9.0.5", "10.1.0.5")).toEqual(["over-tgw"]);
    world.reset();
    expect(world.routing.allowedPrefixes.size).toBe(0);
  });

  it("refuses an estate whose gateway is attached to a VPC that is not there", () => {
    const { estate } = aWorld().atlas;
    const gateways = estate.gateways.map((one) => (one.id === "vgw" ? { ...one, vpcId: "other" } : one));

    expect(() => Estate.parse({ ...estate, gateways })).toThrow('names network \\"other\\", which is not declared');
  });
});
