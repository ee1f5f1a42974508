import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { smallEstate } from "../../../../../test/support/small-estate.ts";
import { virtualClock } from "../../../../../test/support/virtual-clock.ts";
import { FaultInput } from "../faults.ts";
import { createWorld, type World } from "../world.ts";
import { resolve } from "./resolve.ts";
import { resolverAt } from "./resolver-at.ts";

const SQL = "orderdb.database.windows.net";
const LINKED = "orderdb.privatelink.database.windows.net";
const PUBLIC_IP = "203.0.113.10";
const PRIVATE_IP = "10.4.0.30";

const a = (name: string, value: string) => ({ name, type: "A" as const, ttlSeconds: 60, values: [value] });

/** The small world, where the data centre has a server of names, with a VNet and a database of Azure beside it. */
const aWorld = (): World =>
  createWorld(
    smallEstate((raw) => ({
      ...raw,
      networks: [...raw.networks, { id: "vnet", cloud: "azure", regionId: "eastus", cidrs: ["10.4.0.0/16"] }],
      services: [
        {
          id: "sql",
          kind: "azure-sql",
          name: "orderdb",
          cloud: "azure",
          regionId: "eastus",
          publicAddress: PUBLIC_IP,
          port: 1433,
          dnsName: SQL,
        },
      ],
      names: {
        zones: [
          {
            id: "dc-zone",
            cloud: "onprem",
            name: "dc.example.internal",
            networkIds: ["dc"],
            records: [
              a("erp.dc.example.internal", "10.9.0.5"),
              { name: "books.dc.example.internal", type: "CNAME", ttlSeconds: 60, values: ["erp.dc.example.internal"] },
            ],
          },
          {
            id: "link-zone",
            cloud: "azure",
            name: "privatelink.database.windows.net",
            networkIds: ["vnet"],
            records: [a(LINKED, PRIVATE_IP)],
          },
        ],
        forwardRules: [
          {
            id: "to-dc",
            cloud: "aws",
            domain: "dc.example.internal",
            targets: ["10.9.0.99", "10.9.0.2"],
            networkIds: ["vpc"],
          },
        ],
      },
    })),
    virtualClock(0),
    seededRandom(1),
  );
const ask = (world: World, networkId: string, name: string) => {
  const { status, records } = resolve(world, networkId, name, "A");
  return [status, ...records.flatMap(({ values }) => values)];
};
const approve = (world: World): void =>
  void world.services.privateEndpoints.set("pe", {
    id: "pe",
    name: "pe",
    serviceId: "sql",
    networkId: "vnet",
    address: PRIVATE_IP,
    status: "approved",
    tags: {},
  });

describe("twin/world/dns", () => {
  it("a private zone answers the networks it is linked to, follows aliases, and knows what it does not have", () => {
    const world = aWorld();

    expect(ask(world, "dc", "books.dc.example.internal")).toEqual(["NOERROR", "erp.dc.example.internal", "10.9.0.5"]);
    expect(ask(world, "dc", "gone.dc.example.internal")).toEqual(["NXDOMAIN"]);
    expect(ask(world, "vnet", "erp.dc.example.internal")).toEqual(["NXDOMAIN"]);
  });

  it("a database goes by its public address until its private endpoint is approved, and then by the one of who asks", () => {
    const world = aWorld();
    expect([ask(world, "vnet", SQL), ask(world, "vpc", SQL)]).toEqual([
      ["NOERROR", PUBLIC_IP],
      ["NOERROR", PUBLIC_IP],
    ]);

    approve(world);

    expect(ask(world, "vnet", SQL)).toEqual(["NOERROR", LINKED, PRIVATE_IP]);
    expect(ask(world, "vpc", SQL)).toEqual(["NOERROR", LINKED, PUBLIC_IP]);
  });

  it("a zone that is linked without the record hides the name from its network", () => {
    const world = aWorld();
    approve(world);
    world.dns.records.get("link-zone")?.clear();

    expect(ask(world, "vnet", SQL)).toEqual(["NXDOMAIN", LINKED]);
  });

  it("a forward rule asks its targets in their order, and waits for those that do not answer", () => {
    const world = aWorld();

    const answer = resolve(world, "vpc", "erp.dc.example.internal", "A");

    expect(answer).toMatchObject({ status: "NOERROR", records: [{ values: ["10.9.0.5"] }] });
    expect(answer.delayMs).toBeCloseTo(2_004, 0); // one dead target, then there and back over the Direct Connect
  });

  it("a broken way breaks the names that are asked for over it", () => {
    const world = aWorld();
    for (const connectionId of ["dx", "vpn"])
      world.addFault(FaultInput.parse({ kind: "cut", target: { connectionId } }));

    expect(ask(world, "vpc", "erp.dc.example.internal")).toEqual(["SERVFAIL"]);
    expect(ask(world, "dc", "erp.dc.example.internal")).toEqual(["NOERROR", "10.9.0.5"]);
  });

  it("two resolvers that ask each other give up", () => {
    const world = aWorld();
    world.dns.forwardRules.set("back", {
      id: "back",
      cloud: "onprem",
      domain: "loop.example.com",
      targets: ["10.1.0.4"],
    });
    world.dns.ruleLinks.set("back", new Map([["dc", { id: "back-dc" }]]));
    world.dns.forwardRules.set("there", {
      id: "there",
      cloud: "aws",
      domain: "loop.example.com",
      targets: ["10.9.0.2"],
    });
    world.dns.ruleLinks.set("there", new Map([["vpc", { id: "there-vpc" }]]));
    world.dns.resolverEndpoints.set("in", {
      id: "in",
      cloud: "aws",
      networkId: "vpc",
      direction: "inbound",
      addresses: ["10.1.0.4"],
      allowedCidrs: [],
    });

    expect(ask(world, "vpc", "a.loop.example.com")).toEqual(["SERVFAIL"]);
  });

  it("a cloud's resolver answers its own network only; an endpoint and a data centre's server answer others", () => {
    const world = aWorld();
    const whose = (source: string, address: string) => resolverAt(world, source, address)?.networkId;

    expect([whose("10.1.0.5", "10.1.0.2"), whose("10.9.0.5", "10.1.0.2")]).toEqual(["vpc", undefined]);
    expect([whose("10.4.0.5", "168.63.129.16"), whose("10.1.0.5", "168.63.129.16")]).toEqual(["vnet", undefined]);
    expect(whose("10.1.0.5", "10.9.0.2")).toBe("dc");
    world.dns.resolverEndpoints.set("in", {
      id: "in",
      cloud: "azure",
      networkId: "vnet",
      direction: "inbound",
      addresses: ["10.4.0.4"],
      allowedCidrs: ["10.1.0.0/16"],
    });
    expect([whose("10.1.0.5", "10.4.0.4"), whose("10.9.0.5", "10.4.0.4")]).toEqual(["vnet", undefined]);
  });
});
