import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { virtualClock } from "../../../../test/support/virtual-clock.ts";
import { resolve } from "../world/dns/resolve.ts";
import { contains } from "../world/prefix.ts";
import { createWorld } from "../world/world.ts";
import { loadEstate } from "./load-estate.ts";
import type { EstateService } from "./service.ts";

const globalcart = loadEstate("globalcart");
const world = createWorld(globalcart, virtualClock(0), seededRandom(1));
const service = (id: string): EstateService => {
  const found = globalcart.services.find((one) => one.id === id);
  if (!found) throw new Error(`no service ${id}`);
  return found;
};
const ownedBy = (application: string) => globalcart.services.filter(({ tags }) => tags.application === application);
const reaches = (from: string, to: string): string => {
  const [source, target] = [service(from), service(to)];
  const [here = "", there = ""] = [source.address, target.address ?? target.publicAddress];
  const way = world.traceBetween(here, there).kind;
  const verdict = world.admits({ from: here, to: there, port: target.port ?? 0, protocol: "tcp" });
  return way === "delivered" ? (verdict.isAllowed ? "open" : verdict.rule) : way;
};

describe("twin/estate/globalcart services", () => {
  it("has what GlobalCart runs, and 47, 8 and 12 services that came with FastCheckout", () => {
    const bought = ownedBy("fastcheckout");
    const count = (cloud: string) => bought.filter((one) => one.cloud === cloud).length;

    expect(ownedBy("globalcart")).toHaveLength(43);
    expect([count("aws"), count("azure"), count("onprem")]).toEqual([47, 8, 12]);
    expect(bought.filter(({ networkId }) => networkId === "fc-use1")).toHaveLength(35);
    expect(bought.filter(({ networkId }) => networkId === "fc-usw2")).toHaveLength(12);
  });

  it("has the function and the database of the story, a replica with nearly the same name, and two catalogs", () => {
    expect(service("use1-orderprocessor")).toMatchObject({
      kind: "lambda",
      name: "OrderProcessor",
      networkId: "aws-use1",
    });
    expect(service("eastus-orderdb")).toMatchObject({ dnsName: "orderdb.database.windows.net", regionId: "eastus" });
    expect(service("weu-orderdb-replica").regionId).toBe("westeurope");
    expect(globalcart.services.filter(({ name }) => name === "catalog").map(({ cloud }) => cloud)).toEqual([
      "aws",
      "gcp",
    ]);
  });

  it("only FastCheckout's VPC in the west has a way to GlobalCart, to its second data centre", () => {
    expect(reaches("fc-usw2-fc-stock", "dc2-warehouse")).toBe("chain inet filter forward policy drop");
    expect(
      world.traceBetween(service("dc2-warehouse").address ?? "", service("fc-usw2-fc-stock").address ?? "").kind,
    ).toBe("delivered");
    expect(reaches("fc-use1-fc-orders", "dc2-warehouse")).toBe("no-route");
    expect(reaches("fc-eastus-fc-insights", "eastus-pricing")).toBe("no-route");
    expect(reaches("fc-dc-fc-erp", "dc1-erp")).toBe("no-route");
  });

  it("services of one network reach each other, and from elsewhere nothing but what a rule lets in", () => {
    expect(reaches("use1-orderprocessor", "use1-payments-db")).toBe("open");
    expect(reaches("dc1-erp", "use1-payments-api")).toBe("chain inet filter forward policy drop");
    expect(reaches("use1-carts", "usc1-catalog")).toBe("no firewall rule allows it");
    expect(reaches("use1-carts", "eastus-pricing")).toBe("open"); // the VPN's far side is in the tag VirtualNetwork
  });

  it("routers let through every flow of the data centres, and no other port of theirs", () => {
    const { flows, canaries, networks } = globalcart;
    const isOnprem = (address: string) =>
      networks.some(({ cloud, cidrs }) => cloud === "onprem" && cidrs.some((range) => contains(range, address)));
    const toSites = flows.filter(({ destination }) => isOnprem(destination));
    const admitted = (port: (flow: (typeof flows)[number]) => number) =>
      toSites.filter((flow) => {
        const { source: from, destination: to } = flow;
        return world.admits({ from, to, port: port(flow), protocol: "tcp" }).isAllowed;
      }).length;

    expect(toSites).toHaveLength(132);
    expect(admitted(({ port }) => port)).toBe(132);
    expect(admitted(() => 22)).toBe(0);
    for (const { address: to, port } of canaries)
      expect(world.admits({ from: "10.255.1.5", to, port, protocol: "tcp" })).toEqual({ isAllowed: true });
  });

  it("the database answers on the internet to its owner's office only", () => {
    const { publicAddress = "" } = service("eastus-orderdb");
    const from = service("use1-orderprocessor").address ?? "";

    expect(world.send(from, publicAddress, 100)).toMatchObject({ kind: "arrives" });
    expect(world.admits({ from, to: publicAddress, port: 1_433, protocol: "tcp" })).toMatchObject({
      rule: "no firewall rule allows 203.0.113.101",
    });
  });

  it("every service that listens has a name that its own network knows", () => {
    const networkOf = ({ networkId }: EstateService): string => networkId ?? "dc1";
    const listening = globalcart.services.filter(({ port }) => port !== undefined);

    const unknown = listening.filter(
      (one) => resolve(world, networkOf(one), one.dnsName ?? "", "A").records.length === 0,
    );

    expect(unknown).toEqual([]);
  });
});
