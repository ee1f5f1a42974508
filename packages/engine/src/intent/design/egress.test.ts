import { Network, type SeenRoute } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aService, networkKeyOf, type Place, placesTopology } from "../../../../../test/support/connect-worlds.ts";
import { aGateway, aRoute } from "../../../../../test/support/sightings.ts";
import { egressOf } from "./egress.ts";

const vpc: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const dc: Place = { cloud: "onprem", regionId: "dc1", n: 3 };
const base = placesTopology([vpc, dc]);
const nat = (id: string, ...publicIps: string[]) =>
  aGateway({
    key: `aws/${id}`,
    nativeId: id,
    cloud: "aws",
    kind: "nat-gateway",
    publicIps,
    networkKeys: [networkKeyOf(vpc)],
  });
const gateways = [...base.gateways, nat("nat-a", "198.51.100.7"), nat("nat-b", "198.51.100.8"), nat("nat-inside")];
/** A default route of the table of the first or second subnet. */
const leads = (part: number, next: SeenRoute["next"], more: Partial<SeenRoute> = {}): SeenRoute =>
  aRoute({ owner: networkKeyOf(vpc), tableId: `rtb-1-${part}`, prefix: "0.0.0.0/0", next, ...more });
const to = (id: string): SeenRoute["next"] => ({ kind: "gateway", key: `aws/${id}` });
const lambda = (...subnetIds: string[]) => aService(vpc, 10, { kind: "lambda", subnetIds });
const egress = (routes: readonly SeenRoute[], service = lambda("subnet-1-1"), declared: readonly Network[] = []) => {
  const place = service.cloud === "aws" ? vpc : dc;
  const network = base.networks.find(({ key }) => key === networkKeyOf(place));
  if (!network) throw new Error("no such network");
  return egressOf(service, network, { gateways, routes: [...base.routes, ...routes] }, declared);
};
const ipsOf = (found: ReturnType<typeof egress>) => (found.kind === "known" ? found.ips : found.because);

describe("engine/intent/design/egress", () => {
  it("is the address of the NAT gateway that the subnet's default route leads to", () => {
    expect(egress([leads(1, to("nat-a")), leads(2, to("nat-b"))])).toEqual({
      kind: "known",
      ips: ["198.51.100.7"],
      of: "NAT gateway nat-a",
      isShared: true,
    });
  });

  it("is those of all its subnets, and unknown where one of them has none", () => {
    const both = lambda("subnet-1-1", "subnet-1-2");

    expect(ipsOf(egress([leads(1, to("nat-a")), leads(2, to("nat-b"))], both))).toEqual([
      "198.51.100.7",
      "198.51.100.8",
    ]);
    expect(ipsOf(egress([leads(1, to("nat-a"))], both))).toContain("rtb-1-2 has no way to the internet");
  });

  it("is the machine's own address behind an internet gateway, and unknown where it has none", () => {
    const straight = [leads(1, { kind: "internet", key: "aws/igw-1" })];
    const machine = aService(vpc, 10, { subnetIds: ["subnet-1-1"], publicAddress: "198.51.100.9" });

    expect(egress(straight, machine)).toMatchObject({ ips: ["198.51.100.9"], isShared: false });
    expect(ipsOf(egress(straight))).toContain("no public address of the source is seen");
  });

  it.each([
    ["a private NAT gateway", leads(1, to("nat-inside")), "shows no address on the internet"],
    ["a transit gateway", leads(1, to("tgw-1")), "what translates behind it is not discovered"],
    ["a route that leads nowhere", leads(1, to("nat-a"), { isActive: false }), "has no way to the internet"],
  ])("is unknown behind %s", (_, route, because) => {
    expect(ipsOf(egress([route]))).toContain(because);
  });

  it("is unknown where the subnet's table is not told and the VPC's tables disagree", () => {
    const elsewhere = lambda("subnet-of-main");

    expect(ipsOf(egress([leads(1, to("nat-a")), leads(2, to("nat-b"))], elsewhere))).toContain(
      "which decides is not known",
    );
    expect(ipsOf(egress([leads(1, to("nat-a")), leads(2, to("nat-a"))], elsewhere))).toEqual(["198.51.100.7"]);
  });

  it("is what the configuration says where nobody can see it, and never that of another network", () => {
    const lan = (cidr: string) =>
      Network.parse({ id: "lan", cloud: "onprem", regionId: "dc1", cidrs: [cidr], egressIps: ["203.0.113.9"] });
    const host = aService(dc, 20);

    expect(egress([], host, [lan("10.3.0.0/16")])).toMatchObject({ ips: ["203.0.113.9"], isShared: true });
    expect(ipsOf(egress([], host, [lan("10.9.0.0/16")]))).toContain("not discovered");
    expect(ipsOf(egress([], host))).toContain("not discovered");
  });

  it.each(["10.0.0.1", "100.64.0.1", "0.0.0.0", "127.0.0.1", "169.254.0.1", "172.31.0.1", "192.168.1.1", "224.0.0.1"])(
    "takes no %s for an address on the internet",
    (ip) => {
      const lan = { id: "lan", cloud: "onprem", regionId: "dc1", cidrs: ["10.3.0.0/16"], egressIps: [ip] };

      expect(Network.safeParse(lan).error?.issues[0]?.message).toContain("must be an address on the internet");
    },
  );

  it("never says a part: each subnet's addresses are in it, or none is said", () => {
    const nexts = [to("nat-a"), to("nat-b"), to("nat-inside"), to("tgw-1")];
    fc.assert(
      fc.property(fc.constantFrom(...nexts), fc.constantFrom(...nexts), (one, other) => {
        const ipOf = (next: SeenRoute["next"]) =>
          gateways.find(({ key }) => key === next.key && key !== "aws/tgw-1")?.publicIps ?? [];
        const found = egress([leads(1, one), leads(2, other)], lambda("subnet-1-1", "subnet-1-2"));
        const areKnown = ipOf(one).length > 0 && ipOf(other).length > 0;

        expect(found.kind).toBe(areKnown ? "known" : "unknown");
        if (found.kind === "known") expect([...found.ips]).toEqual([...new Set([...ipOf(one), ...ipOf(other)])].sort());
      }),
    );
  });
});
