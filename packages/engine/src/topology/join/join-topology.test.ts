import { type Connection, ConnectionId, type Flow, type LinkSighting, NetworkId } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aDiscovery, aGateway, aNetwork, aRoute, aSighting } from "../../../../../test/support/sightings.ts";
import { joinTopology } from "./join-topology.ts";

const networks = [
  aNetwork({ key: "aws/vpc-1", cidrs: ["10.1.0.0/16"] }),
  aNetwork({ key: "azure/vnet1", cidrs: ["10.4.0.0/16"] }),
];
const gateways = [
  aGateway({ key: "aws/tgw-1", kind: "transit-gateway", networkKeys: ["aws/vpc-1"] }),
  aGateway({ key: "azure/gw", kind: "vpn-gateway", networkKeys: ["azure/vnet1"] }),
];
const awsEnd = (more: Partial<LinkSighting> = {}) =>
  aSighting({
    key: "aws/vpn-1",
    at: "aws/tgw-1",
    kind: "vpn",
    join: {
      localPublicIp: "198.51.100.1",
      peerPublicIp: "198.51.103.1",
      localInsideIp: "169.254.1.1",
      peerInsideIp: "169.254.1.2",
      localAsn: 64_512,
      peerAsn: 65_515,
    },
    ...more,
  });
const azureEnd = (more: Partial<LinkSighting> = {}) =>
  aSighting({
    key: "azure/subscriptions/s/connections/link-1",
    at: "azure/gw",
    kind: "vpn",
    join: {
      localPublicIp: "198.51.103.1",
      peerPublicIp: "198.51.100.1",
      localInsideIp: "169.254.1.2",
      peerInsideIp: "169.254.1.1",
      localAsn: 65_515,
      peerAsn: 64_512,
    },
    ...more,
  });
const joined = (links: readonly LinkSighting[], inventory: { connections?: Connection[]; flows?: Flow[] } = {}) =>
  joinTopology(
    [aDiscovery({ networks, gateways, links: [...links] })],
    { estate: "small", networks: [], connections: [], flows: [], ...inventory },
    1_000,
  ).connections;

describe("engine/topology/join", () => {
  it("takes two ends with mirrored public addresses for one link, and says how sure it is", () => {
    const [link, ...others] = joined([
      awsEnd({ receivedRouteCount: 1 }),
      azureEnd({ receivedPrefixes: ["10.1.0.0/16"] }),
    ]);

    expect(others).toEqual([]);
    expect(link).toMatchObject({
      kind: "vpn",
      status: "up",
      isDeclared: false,
      ends: [
        { at: "aws/tgw-1", networkKeys: ["aws/vpc-1"] },
        { at: "azure/gw", networkKeys: ["azure/vnet1"] },
      ],
      reaches: [["10.4.0.0/16"], ["10.1.0.0/16"]],
      evidence: [{ rule: "public-ips", confidence: 0.95 }, { confidence: 1 }, { confidence: 1 }],
    });
  });

  it("takes the end that was not seen from the inventory, with its network, and says that only the inventory tells of it", () => {
    const lan = { id: NetworkId.parse("lan"), cloud: "onprem" as const, regionId: "dc1", cidrs: ["10.9.0.0/16"] };
    const dc = {
      id: ConnectionId.parse("to-dc"),
      kind: "vpn" as const,
      ends: [NetworkId.parse("cloud"), lan.id] as [typeof lan.id, typeof lan.id],
      bandwidthMbps: 100,
      isEncrypted: true,
      isPublic: true,
      providerId: "vpn-1",
    };
    const cloud = {
      ...lan,
      id: NetworkId.parse("cloud"),
      cloud: "aws" as const,
      regionId: "r1",
      cidrs: ["10.1.0.0/16"],
    };
    const look = (more: Partial<Parameters<typeof aDiscovery>[0]>[] = []) =>
      joinTopology(
        [aDiscovery({ networks, gateways, links: [awsEnd()] }), ...more.map(aDiscovery)],
        { estate: "small", networks: [cloud, lan], connections: [dc], flows: [] },
        1,
      );
    const seenLan = aNetwork({ key: "onprem/dc1/lan", regionId: "dc1", cidrs: ["10.9.0.0/16"] });
    const dark = { cloud: "onprem", operation: "x", reason: "denied", message: "m", todo: "t" } as const;

    expect(look().connections[0]?.ends[1]).toEqual({
      at: "onprem/lan",
      cloud: "onprem",
      regionId: "dc1",
      networkKeys: ["onprem/lan"],
    });
    expect(look().connections[0]?.reaches).toEqual([["10.9.0.0/16"], ["10.1.0.0/16"]]);
    expect(look().networks.at(-1)).toMatchObject({ key: "onprem/lan", isDeclaredOnly: true, endpointCount: 0 });
    expect(look([{ cloud: "onprem", networks: [seenLan] }]).connections[0]?.ends[1].at).toBe("onprem/dc1/lan");
    expect(look([{ cloud: "onprem", networks: [seenLan] }]).networks).toHaveLength(3);
    expect(
      joinTopology(
        [aDiscovery({ cloud: "onprem", gaps: [dark] })],
        { estate: "small", networks: [cloud, lan], connections: [], flows: [] },
        1,
      ).networks.map(({ key }) => key),
    ).toEqual(["onprem/lan"]);
  });

  it("completes an end whose attachments were denied from the inventory, and only then", () => {
    const net = (id: string, cloud: "aws" | "onprem", regionId: string, cidr: string) => ({
      id: NetworkId.parse(id),
      cloud,
      regionId,
      cidrs: [cidr],
    });
    const inventory = {
      estate: "small",
      networks: [net("cloud", "aws", "r1", "10.1.0.0/16"), net("lan", "onprem", "dc1", "10.9.0.0/16")],
      connections: [
        {
          id: ConnectionId.parse("dx"),
          kind: "direct-connect" as const,
          ends: [NetworkId.parse("cloud"), NetworkId.parse("lan")] as [NetworkId, NetworkId],
          bandwidthMbps: 100,
          isEncrypted: false,
          isPublic: false,
          providerId: "dxvif-1",
        },
      ],
      flows: [],
    };
    const inside = { localInsideIp: "169.254.1.1", peerInsideIp: "169.254.1.2" };
    const vif = aSighting({ key: "aws/dxvif-1", at: "aws/dxgw-1", join: inside });
    const router = aSighting({
      key: "onprem/r1/eth1",
      at: "onprem/r1",
      join: { localInsideIp: inside.peerInsideIp, peerInsideIp: inside.localInsideIp },
    });
    const lan = aNetwork({ key: "onprem/dc1/lan", regionId: "dc1", cidrs: ["10.9.0.0/16"] });
    const r1 = aGateway({ key: "onprem/r1", regionId: "dc1", networkKeys: ["onprem/dc1/lan"] });
    const denied = { cloud: "aws", operation: "x", reason: "denied", message: "m", todo: "t" } as const;
    const awsEndOf = (gaps: (typeof denied)[]) =>
      joinTopology(
        [
          aDiscovery({ networks, gateways, links: [vif], gaps }),
          aDiscovery({ cloud: "onprem", networks: [lan], gateways: [r1], links: [router] }),
        ],
        inventory,
        1,
      ).connections[0]?.ends.find(({ at }) => at === "aws/dxgw-1")?.networkKeys;

    expect(awsEndOf([denied])).toEqual(["aws/vpc-1"]);
    expect(awsEndOf([])).toEqual([]);
  });

  it("takes an object with two tunnels and the two objects at the far end for one link", () => {
    const second = {
      localPublicIp: "198.51.100.2",
      peerPublicIp: "198.51.103.1",
      localInsideIp: "169.254.1.5",
      peerInsideIp: "169.254.1.6",
    };
    const aws = awsEnd({ bytes30d: 30 });
    const two = awsEnd({ bytes30d: 30, join: { ...aws.join, others: [second] } });
    const near = azureEnd({ bytes30d: 10 });
    const far = azureEnd({
      key: "azure/subscriptions/s/connections/link-2",
      bytes30d: 20,
      join: { localPublicIp: second.peerPublicIp, peerPublicIp: second.localPublicIp },
    });

    for (const order of [
      [two, near, far],
      [far, near, two],
    ])
      expect(joined(order)).toMatchObject([
        {
          bytes30d: 30,
          sightings: expect.objectContaining({ length: 3 }),
          ends: expect.objectContaining({ length: 2 }),
        },
      ]);
    expect(joined([two, far])).toMatchObject([{ sightings: expect.objectContaining({ length: 2 }) }]);
    expect(joined([aws, near, far])).toHaveLength(2);
  });

  it("joins by inside addresses where a router does not know its public ones", () => {
    const router = aSighting({
      key: "onprem/r1/ipsec0",
      at: "onprem/r1",
      join: { localInsideIp: "169.254.1.2", peerInsideIp: "169.254.1.1", localAsn: 65_010, peerAsn: 64_512 },
      receivedPrefixes: ["10.1.0.0/16"],
      announcedPrefixes: ["10.9.0.0/16"],
    });

    const [link, ...others] = joined([awsEnd(), router]);

    expect(others).toEqual([]);
    expect(link?.evidence[0]).toMatchObject({ rule: "inside-addresses", confidence: 0.9 });
    expect(link?.evidence[1]?.detail).toContain("ASNs disagree");
    expect(link?.reaches).toEqual([["10.9.0.0/16"], ["10.1.0.0/16"]]);
  });

  it("keeps a link whose other end nobody can see, with the address it leads to", () => {
    const [link] = joined([awsEnd()]);

    expect(link?.ends[1]).toEqual({ at: "address/198.51.103.1", networkKeys: [] });
    expect(link?.evidence).toMatchObject([{ rule: "one-side" }]);
  });

  it("joins nothing where several fit: a wrong join is worse than none", () => {
    expect(joined([awsEnd(), azureEnd(), azureEnd({ key: "azure/subscriptions/s/connections/link-2" })])).toHaveLength(
      3,
    );
  });

  it("joins by no name: equal names with other addresses stay apart", () => {
    const other = azureEnd({ name: "same", join: { localPublicIp: "203.0.113.9", peerPublicIp: "203.0.113.8" } });

    expect(joined([awsEnd({ name: "same" }), other])).toHaveLength(2);
  });

  it("counts a link that two Regions show once", () => {
    const half = aSighting({
      key: "aws/pcx-1",
      at: "aws/vpc-1",
      peer: "aws/vpc-2",
      kind: "peering",
      join: { sharedId: "pcx-1" },
    });

    expect(joined([half, { ...half, regionId: "r2" }])).toHaveLength(1);
  });

  it("knows a link of the inventory by its provider's id, and takes its price", () => {
    const entry = {
      id: "vpn-use1",
      kind: "vpn",
      ends: ["a", "b"],
      bandwidthMbps: 1_250,
      isEncrypted: true,
      isPublic: true,
      providerId: "link-1",
      monthlyUsd: 54,
    } as unknown as Connection;

    const [link] = joined([awsEnd(), azureEnd()], { connections: [entry] });

    expect(link).toMatchObject({ id: "vpn-use1", isDeclared: true, monthlyUsd: 54, bandwidthMbps: 1_250 });
  });

  it.each([
    ["up", "up", "up"],
    ["up", "down", "degraded"],
    ["down", "down", "down"],
    ["partial", "up", "up"],
    ["partial", "unknown", "degraded"],
    ["unknown", "unknown", "unknown"],
  ] as const)("ends that say %s and %s make a link %s", (one, other, status) => {
    expect(joined([awsEnd({ control: one }), azureEnd({ control: other })])[0]?.status).toBe(status);
  });

  it("adds the list prices of both ends, and leaves an unknown price unknown", () => {
    const listPrice = { monthlyUsd: 36.5, source: "list", asOf: "2026-11-01" };

    expect(joined([awsEnd({ listPrice }), azureEnd({ listPrice })])[0]?.monthlyUsd).toBe(73);
    expect(joined([awsEnd(), azureEnd()])[0]?.monthlyUsd).toBeUndefined();
  });

  it("finds a line over the internet in two routes and a flow that no API calls a link", () => {
    const routes = [
      aRoute({ owner: "aws/vpc-1", prefix: "10.4.0.9/32", next: { kind: "internet" } }),
      aRoute({ owner: "azure/vnet1", prefix: "10.1.0.9/32", next: { kind: "internet" } }),
      aRoute({ owner: "aws/vpc-1", prefix: "0.0.0.0/0", next: { kind: "internet" } }),
      aRoute({ owner: "aws/vpc-1", prefix: "192.0.2.0/24", next: { kind: "internet" } }),
    ];
    const flow = { id: "f", source: { ip: "10.1.0.9" }, destination: { ip: "10.4.0.9", port: 1 } } as unknown as Flow;

    const topology = joinTopology(
      [aDiscovery({ networks, gateways, routes })],
      { estate: "small", networks: [], connections: [], flows: [flow] },
      1_000,
    );

    expect(topology.connections).toMatchObject([
      { kind: "internet", isPublic: true, reaches: [["10.4.0.9/32"], ["10.1.0.9/32"]] },
    ]);
  });

  it("comes out the same in whatever order the clouds answer, with every sighting in exactly one link", () => {
    const links = [
      awsEnd(),
      azureEnd(),
      aSighting({ key: "aws/pcx-1", at: "aws/vpc-1", peer: "aws/vpc-2", kind: "peering", join: { sharedId: "pcx-1" } }),
      aSighting({ key: "gcp/p1", at: "gcp/n1", peer: "gcp/n2", kind: "peering", join: { sharedId: "n1|n2" } }),
      aSighting({ key: "gcp/p2", at: "gcp/n2", peer: "gcp/n1", kind: "peering", join: { sharedId: "n1|n2" } }),
      aSighting({
        key: "onprem/r1/eth1",
        at: "onprem/r1",
        join: { localInsideIp: "1.1.1.1", peerInsideIp: "1.1.1.2" },
      }),
    ];

    fc.assert(
      fc.property(fc.shuffledSubarray(links, { minLength: links.length }), (order) => {
        const found = joined(order);
        expect(found.map(({ id }) => id).sort()).toEqual(joined(links).map(({ id }) => id));
        expect(found.flatMap(({ sightings }) => sightings.map(({ key }) => key)).sort()).toEqual(
          links.map(({ key }) => key).sort(),
        );
      }),
    );
  });
});
