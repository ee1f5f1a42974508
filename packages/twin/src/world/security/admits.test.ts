import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { smallEstate } from "../../../../../test/support/small-estate.ts";
import { createWorld, type World } from "../world.ts";
import type { AclEntry } from "./security-state.ts";

const ORDERS = "10.1.0.5";
const OUTSIDER = "10.9.0.5";
const DATABASE = "10.4.0.20";
const MACHINE = "10.6.0.20";
const PUBLIC_SQL = "203.0.113.10";

const service = (id: string, cloud: string, more: object) => ({ id, name: id, cloud, regionId: "r", ...more });

/** The small world with a VNet peered to it, a network of Google, and a service in each. */
const aWorld = (): World =>
  createWorld(
    smallEstate((raw) => ({
      ...raw,
      networks: [
        ...raw.networks.map((network) => (network.id === "vpc" ? { ...network, egressIp: "198.51.100.7" } : network)),
        { id: "vnet", cloud: "azure", regionId: "eastus", cidrs: ["10.4.0.0/16"] },
        { id: "vnet2", cloud: "azure", regionId: "eastus", cidrs: ["10.5.0.0/16"] },
        { id: "net", cloud: "gcp", regionId: "us-central1", cidrs: ["10.6.0.0/16"] },
      ],
      connections: [
        ...raw.connections,
        { id: "peer", kind: "peering", a: { at: "vnet" }, b: { at: "vnet2" }, bandwidthMbps: 1, latencyMs: 1 },
      ],
      services: [
        service("orders", "aws", { kind: "lambda", networkId: "vpc", address: ORDERS, securityGroupIds: ["sg-1"] }),
        service("carts", "aws", {
          kind: "ec2-instance",
          networkId: "vpc",
          address: "10.1.0.9",
          port: 443,
          securityGroupIds: ["sg-2"],
        }),
        service("db", "azure", { kind: "azure-vm", networkId: "vnet", address: DATABASE, port: 1433, nsgId: "nsg-1" }),
        service("machine", "gcp", {
          kind: "gce-instance",
          networkId: "net",
          address: MACHINE,
          port: 443,
          networkTags: ["web"],
        }),
        service("sql", "azure", { kind: "azure-sql", publicAddress: PUBLIC_SQL, port: 1433 }),
      ],
      guards: {
        securityGroups: [
          {
            id: "sg-1",
            name: "orders",
            networkId: "vpc",
            rules: [{ id: "sgr-1", direction: "egress", protocol: "all", cidr: "0.0.0.0/0" }],
          },
          { id: "sg-2", name: "carts", networkId: "vpc", rules: [] },
        ],
        networkSecurityGroups: [{ id: "nsg-1", name: "db", regionId: "eastus", rules: [] }],
      },
    })),
    { nowMs: () => 0, after: () => () => undefined },
    seededRandom(1),
  );
const ask = (world: World, from: string, to: string, port: number) =>
  world.admits({ from, to, port, protocol: "tcp" }).isAllowed;
const rule = (world: World, more: object): void =>
  void world.security.groupRules
    .get("sg-2")
    ?.set("sgr-2", { id: "sgr-2", direction: "ingress", protocol: "tcp", fromPort: 443, toPort: 443, ...more });

describe("twin/world/security", () => {
  it("leaves alone what is no service", () => {
    expect(ask(aWorld(), OUTSIDER, "10.1.77.77", 1)).toBe(true);
  });

  it("security groups let in what a rule names, by range or by group, and nothing else", () => {
    const world = aWorld();
    expect(world.admits({ from: ORDERS, to: "10.1.0.9", port: 443, protocol: "tcp" })).toEqual({
      isAllowed: false,
      serviceId: "carts",
      by: "target",
      rule: "no security group allows ingress",
    });

    rule(world, { cidr: "10.9.0.0/16" });
    expect([ask(world, OUTSIDER, "10.1.0.9", 443), ask(world, ORDERS, "10.1.0.9", 443)]).toEqual([true, false]);
    rule(world, { groupId: "sg-1" });
    expect([ask(world, OUTSIDER, "10.1.0.9", 443), ask(world, ORDERS, "10.1.0.9", 443)]).toEqual([false, true]);
    expect(ask(world, ORDERS, "10.1.0.9", 444)).toBe(false);
  });

  it("a security group without a rule for it lets nothing out", () => {
    const world = aWorld();
    world.security.groupRules.get("sg-1")?.clear();

    expect(world.admits({ from: ORDERS, to: OUTSIDER, port: 1, protocol: "tcp" })).toMatchObject({ by: "source" });
  });

  it("an ACL that forgets the ports of answers breaks what it meant to allow", () => {
    const world = aWorld();
    rule(world, { cidr: "0.0.0.0/0" });
    const entry = (direction: AclEntry["direction"], fromPort: number, toPort: number): [string, AclEntry] => [
      `${direction}|${fromPort}`,
      { direction, number: 100, action: "allow", protocol: "tcp", fromPort, toPort, cidr: "0.0.0.0/0" },
    ];

    world.security.acls.set("vpc", new Map([entry("ingress", 443, 443)]));
    expect(ask(world, OUTSIDER, "10.1.0.9", 443)).toBe(false);
    world.security.acls.set("vpc", new Map([entry("ingress", 443, 443), entry("egress", 1_024, 65_535)]));
    expect(ask(world, OUTSIDER, "10.1.0.9", 443)).toBe(true);
  });

  it("a network security group lets in the virtual network and its peers, and an owner's rule by its priority", () => {
    const world = aWorld();
    expect([ask(world, "10.4.9.9", DATABASE, 1433), ask(world, "10.5.0.9", DATABASE, 1433)]).toEqual([true, true]);
    expect(ask(world, ORDERS, DATABASE, 1433)).toBe(false);
    const set = (name: string, priority: number, access: "allow" | "deny"): void =>
      void world.security.nsgRules.get("nsg-1")?.set(name, {
        name,
        priority,
        direction: "inbound",
        access,
        protocol: "tcp",
        sources: ["10.1.0.0/16"],
        destinations: ["*"],
        destinationPorts: ["1400-1500"],
      });

    set("allow-orders", 200, "allow");
    expect([ask(world, ORDERS, DATABASE, 1433), ask(world, ORDERS, DATABASE, 1501)]).toEqual([true, false]);
    set("deny-orders", 100, "deny");
    expect(ask(world, ORDERS, DATABASE, 1433)).toBe(false);
  });

  it("Google's rules let nothing in by themselves, and a denial wins over a permission of the same priority", () => {
    const world = aWorld();
    expect([ask(world, ORDERS, MACHINE, 443), ask(world, MACHINE, OUTSIDER, 443)]).toEqual([false, true]);
    const set = (name: string, action: "allow" | "deny", targetTags: string[]): void =>
      void world.security.firewalls.get("net")?.set(name, {
        name,
        networkId: "net",
        priority: 1_000,
        direction: "ingress",
        action,
        protocols: [{ protocol: "tcp", ports: ["443"] }],
        ranges: ["10.1.0.0/16"],
        sourceTags: [],
        targetTags,
        isDisabled: false,
        description: "",
      });

    set("allow", "allow", ["db"]);
    expect(ask(world, ORDERS, MACHINE, 443)).toBe(false);
    set("allow", "allow", ["web"]);
    expect(ask(world, ORDERS, MACHINE, 443)).toBe(true);
    set("a-denial", "deny", []);
    expect(ask(world, ORDERS, MACHINE, 443)).toBe(false);
  });

  it("a public endpoint looks at the address that a sender has on the internet", () => {
    const world = aWorld();
    expect(world.admits({ from: ORDERS, to: PUBLIC_SQL, port: 1433, protocol: "tcp" })).toMatchObject({
      rule: "public network access is disabled",
    });
    const open = (startIp: string, endIp: string): void =>
      void world.security.publicRanges.set("sql", new Map([["one", { name: "one", startIp, endIp }]]));
    world.security.publicEndpoints.set("sql", { isEnabled: true });

    open("10.1.0.0", "10.1.255.255"); // private ranges mean nothing there
    expect(ask(world, ORDERS, PUBLIC_SQL, 1433)).toBe(false);
    open("198.51.100.7", "198.51.100.7");
    expect([ask(world, ORDERS, PUBLIC_SQL, 1433), ask(world, OUTSIDER, PUBLIC_SQL, 1433)]).toEqual([true, false]);
  });

  it("a private endpoint lets through once it is approved", () => {
    const world = aWorld();
    const set = (status: "pending" | "approved"): void =>
      void world.services.privateEndpoints.set("pe", {
        id: "pe",
        name: "pe",
        serviceId: "sql",
        networkId: "vnet",
        address: "10.4.0.30",
        status,
        tags: {},
      });

    set("pending");
    expect(ask(world, ORDERS, "10.4.0.30", 1433)).toBe(false);
    set("approved");
    expect(ask(world, ORDERS, "10.4.0.30", 1433)).toBe(true);
  });

  it("a reset brings back every rule, endpoint and name exactly as it was", () => {
    const world = aWorld();
    const states = () => structuredClone([world.services, world.security, world.dns]);
    const before = states();

    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(9), fc.string()), { minLength: 1 }), (scribbles) => {
        for (const [which, map, key] of scribbles) {
          const maps: Map<string, unknown>[] = Object.values([world.services, world.security, world.dns][which] ?? {});
          maps[map % maps.length]?.set(key, {});
        }
        expect(states()).not.toEqual(before);
        world.reset();
        expect(states()).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });
});
