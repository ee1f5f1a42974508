import type { Flow, Policy, SeenGateway, SkylaneConfig, TopologyConnection } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aGateway, aNetwork } from "../../../../../test/support/sightings.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { wayGraph } from "../../topology/index.ts";
import { type CandidateContext, candidateFinder } from "./enumerate-candidates.ts";

const { aws, azure, dc } = places;
const dx = aLink({
  id: "dx",
  from: aws,
  to: dc,
  kind: "direct-connect",
  isEncrypted: false,
  bandwidthMbps: 10_000,
  carrier: "acme",
  location: "building-1",
});
const vpn = aLink({ id: "vpn", from: aws, to: dc, isPublic: true, bandwidthMbps: 1_250, carrier: "internet" });
const er = aLink({ id: "er", from: azure, to: dc, kind: "express-route", isEncrypted: false, bandwidthMbps: 10_000 });
const rtts: Readonly<Record<string, number>> = { dx: 8, vpn: 9, er: 16.3, "vpn-2": 9, tunnel: 30 };

interface Case {
  readonly flow?: Partial<Omit<Flow, "id">>;
  readonly policies?: readonly (Partial<Policy> & { readonly id: string })[];
  readonly inventory?: Partial<Record<keyof SkylaneConfig, unknown>>;
  readonly gateways?: readonly SeenGateway[];
  readonly context?: Partial<CandidateContext>;
}
function find(
  links: readonly TopologyConnection[],
  from: keyof typeof places,
  to: keyof typeof places,
  { flow, policies = [], inventory = {}, gateways, context }: Case = {},
) {
  const config = anInventory({ ...inventory, policies, flows: [aFlow("flow", from, to, flow)] });
  const topology = aTopology(links, gateways && { gateways: [...gateways] });
  const graph = wayGraph(topology, config);
  const finder = candidateFinder(graph, {
    policies: config.policies,
    groups: config.groups,
    connections: config.connections,
    gateways: topology.gateways,
    networks: topology.networks,
    rttMsOf: (_, hops) => hops.reduce((sum, { connection: { id } }) => sum + (rtts[id] ?? 10), 0),
    availabilityOf: (hops) => 0.999 ** hops.length,
    ...context,
  });
  return graph.flows.map(finder)[0] ?? { candidates: [], refused: [] };
}
const ids = ({ candidates }: ReturnType<typeof find>) => candidates.map(({ id }) => id);
const pci = (more: Partial<Policy>): Case => ({ flow: { policyId: "pci" }, policies: [{ id: "pci", ...more }] });
const declared = (id: string, more: object) => ({
  inventory: {
    connections: [
      { id, kind: "vpn", ends: ["vpc", "lan"], bandwidthMbps: 1_250, isEncrypted: true, isPublic: true, ...more },
    ],
  },
});

describe("engine/paths/candidates", () => {
  it("finds the ways between two networks with all that is known of them, preferred first", () => {
    const found = find([vpn, er, dx], "aws", "dc");

    expect(found.candidates).toMatchObject([
      { id: "dx", rttMs: 8, availabilityRatio: 0.999, isRouted: true, isPublic: false, isEncrypted: false },
      { id: "vpn", rttMs: 9, isRouted: true, isPublic: true, isEncrypted: true, bandwidthMbps: 1_250 },
    ]);
    expect(found).toMatchObject({ refused: [] });
    expect(found.none).toBeUndefined();
  });

  it("relays over places in between, and says that today's announcements do not carry it", () => {
    const found = find([dx, er], "aws", "azure");

    expect(found.candidates).toMatchObject([{ id: "dx > er", rttMs: 24.3, isRouted: false, bandwidthMbps: 10_000 }]);
  });

  it("takes for routed what every link on the way announces, there and back", () => {
    const all = ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"];
    const open = (link: TopologyConnection) => ({ ...link, reaches: [all, all] as [string[], string[]] });

    expect(find([open(dx), open(er)], "aws", "azure").candidates).toMatchObject([{ id: "dx > er", isRouted: true }]);
    expect(find([open(dx), er], "aws", "azure").candidates).toMatchObject([{ id: "dx > er", isRouted: false }]);
  });

  it("offers a link that announces nothing as not routed, after the others, and one that is down not at all", () => {
    const zombie = { ...vpn, id: "zombie", reaches: [[], []] as [string[], string[]] };

    expect(find([zombie, dx], "aws", "dc").candidates).toMatchObject([
      { id: "dx", isRouted: true },
      { id: "zombie", isRouted: false },
    ]);
    expect(ids(find([dx, { ...vpn, status: "down" }], "aws", "dc"))).toEqual(["dx"]);
  });

  it("does not pass from one Direct Connect to another at a transit gateway", () => {
    const second = { ...er, id: "dx-2", kind: "direct-connect" as const };
    const gateways = (kind: SeenGateway["kind"]) => [aGateway({ key: "onprem/r1", kind, name: "hub" })];

    expect(ids(find([dx, second], "aws", "azure", { gateways: gateways("router") }))).toEqual(["dx > dx-2"]);
    expect(find([dx, second], "aws", "azure", { gateways: gateways("transit-gateway") }).none).toMatchObject({
      constraint: expect.stringContaining("hub would have to relay dx > dx-2"),
      relaxation: "add a link that passes by hub",
    });
  });

  it("never comes back to the source nor leaves the destination again", () => {
    const other = aLink({ id: "tunnel", from: ["azure/gw-2", "azure/vnet"], to: dc });
    const found = find([er, other, dx], "azure", "aws");

    expect(ids(found)).toEqual(["er > dx", "tunnel > dx"]);
  });

  it("keeps the policies of the flow and of its group", () => {
    const group = {
      id: "g",
      policyId: "no-internet",
      sides: [
        { id: "a", networkId: "vpc" },
        { id: "b", networkId: "lan" },
      ],
      paths: [
        {
          id: "vpn",
          connectionId: "vpn",
          handles: { a: {}, b: {} },
          probe: { vantageId: "v", kind: "http", sourceIp: "10.1.0.1", host: "10.3.0.1", port: 7 },
        },
      ],
    };
    const found = find([dx, vpn], "aws", "dc", {
      flow: { groupId: "g" as Flow["groupId"] & string, policyId: "pci" },
      policies: [
        { id: "pci", requireEncryption: true },
        { id: "no-internet", forbidPublicInternet: true },
      ],
      inventory: {
        groups: [group],
        vantages: [{ id: "v", networkId: "vpc" }],
        ...declared("vpn", {}).inventory,
      },
    });

    expect(found.candidates).toEqual([]);
    expect(found.refused).toEqual([
      { connectionIds: ["dx"], rule: "policy pci requires encryption" },
      { connectionIds: ["vpn"], rule: "policy no-internet forbids the public internet" },
    ]);
    expect(found.none?.relaxation).toBe(
      "set requireEncryption of policy pci to false; or set forbidPublicInternet of policy no-internet to false",
    );
  });

  it("names the round trip that would have to be allowed", () => {
    expect(find([dx, er], "aws", "azure", pci({ maxRttMs: 20 })).none).toEqual({
      constraint: "policy pci needs 20 ms, the fastest way takes 24.3 ms (dx > er)",
      relaxation: "raise maxRttMs of policy pci to 24.3",
    });
  });

  it("names the smallest set of constraints where no single one is enough", () => {
    const found = find([dx, er], "aws", "azure", pci({ maxRttMs: 20, forbidRelay: true, requireEncryption: true }));

    expect(found.none?.relaxation).toBe(
      "set requireEncryption of policy pci to false, and set forbidRelay of policy pci to false, and raise maxRttMs of policy pci to 24.3",
    );
    expect(found.refused).toHaveLength(1);
  });

  it("takes an approval, an MTU, a round trip or an availability that is not known for not kept", () => {
    const none = (more: Partial<Policy>, context: Case["context"] = {}) =>
      find([vpn], "aws", "dc", { ...pci(more), context }).none;

    expect(none({ requiredCompliance: ["pci-dss"] })?.constraint).toBe(
      "policy pci requires pci-dss, vpn is not approved for it (vpn)",
    );
    expect(none({ minMtuBytes: 1_400 })).toEqual({
      constraint: "policy pci requires packets of 1400 bytes, vpn carries an unknown size (vpn)",
      relaxation: "drop minMtuBytes from policy pci, or write mtuBytes of vpn into the inventory",
    });
    expect(none({ maxRttMs: 99 }, { rttMsOf: () => undefined })?.constraint).toContain("an unknown time");
    expect(none({ minAvailabilityRatio: 0.9 }, { availabilityOf: () => undefined })?.constraint).toContain("unknown");
    expect(none({ minAvailabilityRatio: 0.9995 })?.relaxation).toBe(
      "lower minAvailabilityRatio of policy pci to 0.999",
    );
    const written = declared("vpn", { compliance: ["pci-dss"], mtuBytes: 1_400 });
    expect(
      ids(find([vpn], "aws", "dc", { ...pci({ requiredCompliance: ["pci-dss"], minMtuBytes: 1_400 }), ...written })),
    ).toEqual(["vpn"]);
  });

  it("keeps packets in the places that are allowed, in between and at both ends", () => {
    expect(
      ids(find([dx, er], "aws", "azure", pci({ allowedPlaces: ["aws:us-*", "azure:eastus", "onprem:dc1"] }))),
    ).toEqual(["dx > er"]);
    expect(find([dx, er], "aws", "azure", pci({ allowedPlaces: ["aws:*", "azure:*"] })).none).toEqual({
      constraint: "policy pci allows aws:*, azure:* only, not onprem:dc1 (dx > er)",
      relaxation: "add onprem:dc1 to allowedPlaces of policy pci",
    });
  });

  it("refuses links that are too small for the flow's peak, unless it may be split", () => {
    expect(find([dx, vpn], "aws", "dc", { flow: { peakMbps: 2_000 } })).toMatchObject({
      candidates: [{ id: "dx" }],
      refused: [{ connectionIds: ["vpn"], rule: "capacity: vpn has 1250 Mbps, the flow's peak needs more" }],
    });
    expect(ids(find([dx, vpn], "aws", "dc", { flow: { peakMbps: 2_000, isSplittable: true } }))).toEqual(["dx", "vpn"]);
    expect(find([vpn], "aws", "dc", { flow: { monthlyGb: 200_000 } }).none?.relaxation).toContain("within 1250 Mbps");
    const { bandwidthMbps: _, ...unknown } = vpn;
    expect(ids(find([unknown], "aws", "dc", { flow: { peakMbps: 2_000 } }))).toEqual(["vpn"]);
  });

  it("never offers a line over the internet that nobody encrypts, and nothing beyond a peering", () => {
    const bare = { ...vpn, id: "bare", kind: "internet" as const, isEncrypted: false };
    const peering = { ...er, id: "peering", kind: "peering" as const };

    expect(find([bare], "aws", "dc")).toMatchObject({
      candidates: [],
      refused: [{ connectionIds: ["bare"], rule: "bare crosses the internet and nobody encrypts it" }],
    });
    expect(ids(find([dx, peering], "azure", "dc"))).toEqual(["peering"]);
    expect(find([dx, peering], "aws", "azure").none?.constraint).toContain("a link of kind peering is no transit");
  });

  it("says what is missing where there is no way at all", () => {
    expect(find([{ ...dx, status: "down" }], "aws", "dc").none).toEqual({
      constraint: "every way uses a link that is down: dx on dx",
      relaxation: "bring up dx",
    });
    expect(find([dx], "aws", "azure").none?.constraint).toBe(
      "there is no way: no chain of up to 4 links joins vpc and vnet",
    );
    expect(find([dx, er], "aws", "azure", { context: { maxHops: 1 } }).none?.constraint).toContain("up to 1 links");
  });

  it("keeps a worse way that could back the best one up, by the buildings of the inventory and the carriers", () => {
    const named = (id: string, carrier: string) => ({ ...vpn, id, carrier });
    const slower: Readonly<Record<string, number>> = { first: 5, second: 6, third: 7 };
    const context = {
      rttMsOf: (_: unknown, hops: readonly { connection: { id: string } }[]) => slower[hops[0]?.connection.id ?? ""],
    };
    const row = (id: string, site: string) => declared(id, { site }).inventory.connections;
    const at = (site: string) => ({
      context,
      inventory: { connections: [...row("first", "one"), ...row("second", "one"), ...row("third", site)] },
    });
    const links = [named("first", "internet"), named("second", "internet"), named("third", "internet")];

    expect(ids(find(links, "aws", "dc", at("one")))).toEqual(["first", "second"]);
    expect(ids(find(links, "aws", "dc", at("two")))).toEqual(["first", "second", "third"]);
    const ofOneCarrier = links.map((link) => ({ ...link, carrier: "acme" }));
    expect(ids(find(ofOneCarrier, "aws", "dc", at("two")))).toContain("third");
  });

  it("finds what is allowed behind any number of ways that are not", () => {
    const many = Array.from({ length: 6 }, (_, i) => ({ ...vpn, id: `vpn-${i}`, bandwidthMbps: 100 + i }));
    const found = find([...many, { ...er, id: "only" }, dx], "azure", "aws", {
      ...pci({ forbidPublicInternet: true }),
      context: { maxWays: 1 },
    });

    expect(ids(found)).toEqual(["only > dx"]);
  });

  it("says that two networks behind one gateway need no link", () => {
    const gateways = [aGateway({ key: "aws/tgw", name: "hub", networkKeys: ["aws/vpc", "azure/vnet"] })];

    expect(find([dx], "aws", "azure", { gateways }).none?.constraint).toContain("both networks are attached to hub");
  });

  it("reaches addresses whose network was not seen where they are announced", () => {
    const partner = aLink({
      id: "partner",
      from: aws,
      to: ["address/203.0.113.9", ""],
      reaches: [["192.0.2.0/24"], ["10.1.0.0/16"]],
    });
    const unseen = { destination: { ip: "192.0.2.7", port: 443 } };

    expect(ids(find([dx, partner], "aws", "dc", { flow: unseen }))).toEqual(["partner"]);
    expect(ids(find([dx, partner], "dc", "aws", { flow: unseen }))).toEqual(["dx > partner"]);
    expect(ids(find([dx, partner], "aws", "dc", { flow: { source: { ip: "192.0.2.7" } } }))).toEqual(["partner > dx"]);
    expect(find([dx], "aws", "dc", { flow: unseen }).none?.constraint).toContain("a network that was not seen");
  });

  it("needs no link within one network, and still keeps its policies", () => {
    expect(find([dx], "aws", "aws").candidates).toMatchObject([
      { id: "", hops: [], isRouted: true, isEncrypted: true },
    ]);
    expect(find([dx], "aws", "aws", pci({ allowedPlaces: ["azure:*"] })).none?.constraint).toBe(
      "policy pci allows azure:* only, not aws:us-east-1 (within one network)",
    );
  });

  it("tells flows apart by what is announced for their very addresses", () => {
    const narrow = { ...dx, reaches: [["10.3.2.0/24"], ["10.1.0.0/16"]] as [string[], string[]] };
    const config = anInventory({
      flows: [
        aFlow("in", "aws", "dc"),
        aFlow("out", "aws", "dc", { destination: { ip: "10.3.9.9", port: 443 } }),
        aFlow("in-too", "aws", "dc", { destination: { ip: "10.3.2.99", port: 80 } }),
      ],
    });
    const topology = aTopology([narrow]);
    const graph = wayGraph(topology, config);
    const asked: unknown[] = [];
    const finder = candidateFinder(graph, {
      ...{ policies: [], groups: [], connections: [], gateways: topology.gateways, networks: topology.networks },
      rttMsOf: (placed) => asked.push(placed),
      availabilityOf: () => 1,
    });
    const [inside, outside, again] = graph.flows.map(finder);

    expect(inside?.candidates[0]?.isRouted).toBe(true);
    expect(outside?.candidates[0]?.isRouted).toBe(false);
    expect(again).toBe(inside);
    expect(asked).toHaveLength(2);
  });

  it("looks at no more ways than it may, those with the fewest links first", () => {
    const many = Array.from({ length: 6 }, (_, i) => ({ ...vpn, id: `vpn-${i}`, bandwidthMbps: 100 + i }));
    const found = find([...many, dx, er], "azure", "aws", { context: { maxWays: 3, maxCandidates: 2 } });

    expect(found.candidates).toHaveLength(2);
    expect(found.candidates.every(({ hops }) => hops.length === 2)).toBe(true);
  });
});

describe("engine/paths/candidates, where the networks are", () => {
  it("knows no place for a network that was not seen, so a policy of places is not kept", () => {
    const partner = aLink({
      id: "partner",
      from: aws,
      to: ["address/203.0.113.9", ""],
      reaches: [["192.0.2.0/24"], ["10.1.0.0/16"]],
    });
    const found = find([partner], "aws", "dc", {
      flow: { policyId: "pci", destination: { ip: "192.0.2.7", port: 443 } },
      policies: [{ id: "pci", allowedPlaces: ["aws:*"] }],
      context: { networks: [aNetwork({ key: "aws/vpc", regionId: "us-east-1" })] },
    });

    expect(found.none?.relaxation).toContain("let the place be discovered");
  });
});
