import type { ProvisionStep } from "@skylane/core";
import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  gatewayKeyOf,
  networkKeyOf,
  orderDb,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { aRoute, aSighting } from "../../../../../test/support/sightings.ts";
import { aLink } from "../../../../../test/support/topologies.ts";
import { designConnections } from "./index.ts";

const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const eastus: Place = { cloud: "azure", regionId: "eastus", n: 2 };
const dc: Place = { cloud: "onprem", regionId: "dc1", n: 3 };
const usc1: Place = { cloud: "gcp", regionId: "us-central1", n: 4 };

const designOf = (a: Place, b: Place) =>
  designConnections([anIntent("one", aService(a, 10), aService(b, 20))], connectWorld(placesTopology([a, b])));
const countByResource = (steps: readonly ProvisionStep[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { resource } of steps) counts[resource] = (counts[resource] ?? 0) + 1;
  return counts;
};
const desiredOf = (steps: readonly ProvisionStep[], resource: string) =>
  steps.filter((step) => step.resource === resource).map(({ desired }) => desired);
const linkOf = (a: Place, b: Place, more: Partial<Parameters<typeof aLink>[0]> = {}) => ({
  ...aLink({
    id: `vpn-${a.n}-${b.n}`,
    from: [gatewayKeyOf(a), networkKeyOf(a)],
    to: [gatewayKeyOf(b), networkKeyOf(b)],
    bandwidthMbps: 1_250,
    isPublic: true,
    reaches: [[`10.${b.n}.0.0/16`], [`10.${a.n}.0.0/16`]],
    ...more,
  }),
  ends: [a, b].map((place) => ({
    at: gatewayKeyOf(place),
    cloud: place.cloud,
    accountId: "a1",
    regionId: place.regionId,
    networkKeys: [networkKeyOf(place)],
  })) as never,
});

describe("engine/intent/design", () => {
  it.each([
    [
      "AWS and Azure: two connections of two tunnels, a local gateway and a connection for each",
      use1,
      eastus,
      {
        "aws.customer-gateway": 2,
        "aws.vpn-connection": 2,
        "azure.local-gateway": 4,
        "azure.vpn-connection": 4,
        "azure.vpn-gateway": 1,
        "aws.vpc-route": 1,
      },
    ],
    [
      "AWS and Google: four tunnels to an external gateway of four addresses",
      use1,
      usc1,
      {
        "aws.customer-gateway": 2,
        "aws.vpn-connection": 2,
        "gcp.external-gateway": 1,
        "gcp.vpn-tunnel": 4,
        "gcp.bgp-peer": 4,
        "gcp.ha-vpn-gateway": 1,
      },
    ],
    [
      "Azure and Google: two tunnels, one of each instance",
      eastus,
      usc1,
      { "azure.vpn-connection": 2, "azure.local-gateway": 2, "gcp.vpn-tunnel": 2, "gcp.bgp-peer": 2 },
    ],
    [
      "AWS and a data centre: one connection, two tunnels on the router",
      use1,
      dc,
      { "aws.customer-gateway": 1, "aws.vpn-connection": 1, "onprem.ipsec-tunnel": 2, "onprem.bgp-neighbor": 2 },
    ],
    [
      "Azure and a data centre with two addresses: two tunnels",
      eastus,
      dc,
      { "azure.vpn-connection": 2, "onprem.ipsec-tunnel": 2, "onprem.bgp-neighbor": 2 },
    ],
    [
      "Google and a data centre: two tunnels, and an external gateway",
      usc1,
      dc,
      { "gcp.vpn-tunnel": 2, "gcp.external-gateway": 1, "onprem.ipsec-tunnel": 2, "onprem.bgp-neighbor": 2 },
    ],
  ])("plans a VPN between %s", (_, a, b, counts) => {
    const design = designOf(a, b);

    expect(design.issues).toEqual([]);
    expect(design.ways).toMatchObject([{ kind: "new-vpn", isEncrypted: true, isPublic: true, rttFrom: "estimated" }]);
    expect(countByResource(design.steps)).toMatchObject(counts);
    // whoever opens the connection, the VPN is the same
    expect(countByResource(designOf(b, a).steps)).toMatchObject(counts);
  });

  it("gives AWS the first and the other side the second address of each range, and Azure only addresses it takes", () => {
    const { steps } = designOf(use1, eastus);

    const inside = desiredOf(steps, "aws.vpn-connection").flatMap(({ tunnels }) =>
      (tunnels as readonly { insideCidr: string }[]).map(({ insideCidr }) => insideCidr),
    );
    expect(inside).toEqual(["169.254.21.0/30", "169.254.21.4/30", "169.254.21.8/30", "169.254.21.12/30"]);
    expect(desiredOf(steps, "azure.vpn-gateway")).toMatchObject([
      {
        bgpAddresses: [
          ["169.254.21.2", "169.254.21.6"],
          ["169.254.21.10", "169.254.21.14"],
        ],
      },
    ]);
    expect(desiredOf(steps, "azure.local-gateway").map(({ bgpPeerIp }) => bgpPeerIp)).toEqual([
      "169.254.21.1",
      "169.254.21.5",
      "169.254.21.9",
      "169.254.21.13",
    ]);
  });

  it("leaves out ranges that a tunnel of either gateway has", () => {
    const taken = linkOf(use1, eastus, {
      status: "down",
      sightings: [
        {
          key: "aws/vpn-old",
          cloud: "aws",
          accountId: "a1",
          regionId: "us-east-1",
          nativeId: "vpn-old",
          tags: {},
          aliases: [],
          at: gatewayKeyOf(use1),
          join: { localInsideIp: "169.254.21.1", peerInsideIp: "169.254.21.2" },
          provisioning: "ready",
          control: "down",
        },
      ],
    });
    const { steps } = designConnections(
      [anIntent("one", aService(use1, 10), aService(eastus, 20))],
      connectWorld(placesTopology([use1, eastus], [taken])),
    );

    expect(JSON.stringify(steps)).not.toContain("169.254.21.0/30");
    expect(JSON.stringify(steps)).toContain("169.254.21.4/30");
  });

  it("makes what is missing at a VNet without a gateway: its subnet, two addresses, the gateway", () => {
    const { steps, issues } = designOf(use1, { ...eastus, hasGateway: false });

    expect(issues).toEqual([]);
    expect(countByResource(steps)).toMatchObject({ "azure.subnet": 1, "azure.public-ip": 2, "azure.vpn-gateway": 1 });
    expect(desiredOf(steps, "azure.subnet")).toMatchObject([{ name: "GatewaySubnet", prefix: "10.2.0.0/27" }]);
    expect(desiredOf(steps, "azure.vpn-gateway")).toMatchObject([{ asn: 65_515, sku: "VpnGw2AZ" }]);
  });

  it("makes a transit gateway with an ASN nobody has, and attaches one subnet of each zone", () => {
    const { steps } = designOf({ ...use1, hasGateway: false }, dc);

    expect(desiredOf(steps, "aws.transit-gateway")).toMatchObject([{ asn: 64_620 }]);
    expect(desiredOf(steps, "aws.vpc-attachment")).toMatchObject([{ subnetIds: ["subnet-1-1", "subnet-1-2"] }]);
    const route = steps.find(({ resource }) => resource === "aws.vpc-route");
    const attachment = steps.find(({ resource }) => resource === "aws.vpc-attachment");
    expect(route?.needs).toEqual([attachment?.id]);
  });

  it.each([
    ["VPCs", use1, { ...use1, n: 7, regionId: "us-west-2" }, { "aws.vpc-peering": 1, "aws.vpc-route": 2 }],
    ["VNets", eastus, { ...eastus, n: 7, regionId: "westeurope" }, { "azure.vnet-peering": 2 }],
    ["networks of Google", usc1, { ...usc1, n: 7 }, { "gcp.network-peering": 2 }],
  ] as const)("peers two %s of one cloud", (_, a, b, counts) => {
    const design = designOf(a, b);

    expect(design.issues).toEqual([]);
    expect(design.ways).toMatchObject([{ kind: "peering", isPublic: false }]);
    expect(countByResource(design.steps)).toMatchObject(counts);
  });

  it("uses a VPN that is there: only routes, endpoint, names and rules are made", () => {
    const world = connectWorld(placesTopology([use1, eastus], [linkOf(use1, eastus)]));
    const intent = anIntent("one", aService(use1, 10, { kind: "lambda" }), orderDb(eastus), {
      maxRttMs: 20,
      compliance: ["pci-dss"],
      monthlyGb: 500,
    });

    const { ways, steps, issues } = designConnections([intent], world);

    expect(issues).toEqual([]);
    expect(ways).toMatchObject([{ kind: "existing-path", connectionIds: ["vpn-1-2"], isEncrypted: true }]);
    expect(countByResource(steps)).toEqual({
      "aws.vpc-route": 1,
      "azure.subnet": 1,
      "azure.private-endpoint": 1,
      "azure.private-zone": 1,
      "azure.dns-record": 1,
      "aws.private-zone": 1,
      "aws.dns-record": 1,
      "aws.security-group-rule": 1,
    });
    expect(desiredOf(steps, "aws.private-zone")).toMatchObject([{ name: "orderdb.database.windows.net" }]);
    expect(ways[0]?.destinationAddress).toMatch(/^\{\{azure-private-endpoint-\w+\.ip\}\}$/);
  });

  it.each([
    ["is down", { status: "down" as const }, {}, /it is down/],
    ["is not encrypted", { isEncrypted: false, isPublic: false }, { encryption: "required" as const }, /not encrypted/],
    ["has no room", { bandwidthMbps: 100 }, { bandwidthMbps: 200 }, /100 Mbps left of 100, and 200 are needed/],
    ["is asked for nothing in one direction", { reaches: [["10.2.0.0/16"], []] as never }, {}, /one direction/],
  ])("makes a new VPN beside one that %s, and says why", (_, link, requirements, because) => {
    const { ways } = designConnections(
      [anIntent("one", aService(use1, 10), aService(eastus, 20), requirements)],
      connectWorld(placesTopology([use1, eastus], [linkOf(use1, eastus, link)])),
    );

    expect(ways).toMatchObject([
      { kind: "new-vpn", notChosen: [{ way: "vpn-1-2", because: expect.stringMatching(because) }] },
    ]);
  });

  it("gives routes to a peering that stands there without, for AWS takes no second one", () => {
    const other: Place = { ...use1, n: 7 };
    const peering = {
      ...linkOf(use1, other, { id: "pcx", kind: "peering", status: "unknown", isPublic: false, reaches: [[], []] }),
      ends: [use1, other].map((place) => ({
        at: networkKeyOf(place),
        cloud: "aws" as const,
        accountId: "a1",
        regionId: place.regionId,
        networkKeys: [networkKeyOf(place)],
      })) as never,
      sightings: [aSighting({ key: "aws/pcx-1", at: networkKeyOf(use1), kind: "peering" })],
    };
    const { ways, steps } = designConnections(
      [anIntent("one", aService(use1, 10), aService(other, 20))],
      connectWorld(placesTopology([use1, other], [peering])),
    );

    expect(ways).toMatchObject([{ kind: "existing-path", connectionIds: ["pcx"] }]);
    expect(desiredOf(steps, "aws.vpc-route")).toMatchObject([{ peeringId: "pcx-1" }, { peeringId: "pcx-1" }]);
    expect(countByResource(steps)["aws.vpc-peering"]).toBeUndefined();
  });

  it("uses the transit gateway that both VPCs hang on", () => {
    const other: Place = { ...use1, n: 7, hasGateway: false };
    const topology = placesTopology([use1, other]);
    const shared = {
      ...topology,
      gateways: topology.gateways.map((one) => ({ ...one, networkKeys: [networkKeyOf(use1), networkKeyOf(other)] })),
      routes: [
        ...topology.routes,
        ...[use1, other].map((place) =>
          aRoute({
            owner: gatewayKeyOf(use1),
            prefix: `10.${place.n}.0.0/16`,
            next: { kind: "network", key: networkKeyOf(place) },
            origin: "propagated",
          }),
        ),
      ],
    };
    const intent = anIntent("one", aService(use1, 10), aService(other, 20));

    const { ways, steps } = designConnections([intent], connectWorld(shared));
    expect(ways).toMatchObject([{ kind: "existing-path", connectionIds: [] }]);
    expect(desiredOf(steps, "aws.vpc-route")).toMatchObject([
      { vpcId: "vpc-1", prefix: "10.7.0.0/16", transitGatewayId: "tgw-1" },
      { vpcId: "vpc-7", prefix: "10.1.0.0/16", transitGatewayId: "tgw-1" },
    ]);
    // its tables do not hold them: the gateway keeps the two apart
    const apart = { ...shared, routes: topology.routes };
    expect(designConnections([intent], connectWorld(apart)).ways).toMatchObject([{ kind: "peering" }]);
  });

  it("attaches a VPC to the gateway that has the way already", () => {
    const other: Place = { ...use1, n: 7, hasGateway: false };
    const { ways, steps, joins } = designConnections(
      [anIntent("one", aService(other, 10), aService(eastus, 20))],
      connectWorld(placesTopology([use1, other, eastus], [linkOf(use1, eastus)])),
    );

    expect(ways).toMatchObject([{ kind: "existing-path", connectionIds: ["vpn-1-2"] }]);
    expect(desiredOf(steps, "aws.vpc-attachment")).toMatchObject([{ vpcId: "vpc-7", transitGatewayId: "tgw-1" }]);
    expect(joins).toMatchObject([{ kind: "attachment" }]);
    expect(countByResource(steps)["aws.vpn-connection"]).toBeUndefined();
  });

  it("does not pretend: where routing prefers a circuit that may not carry it, a tunnel beside it would stay unused", () => {
    const circuit = linkOf(use1, eastus, { id: "dx", kind: "direct-connect", isEncrypted: false, isPublic: false });
    const { issues, steps } = designConnections(
      [anIntent("one", aService(use1, 10), aService(eastus, 20), { encryption: "required" })],
      connectWorld(placesTopology([use1, eastus], [circuit])),
    );

    expect(issues).toMatchObject([{ issue: { rule: "way.routing-prefers", message: expect.stringContaining("dx") } }]);
    expect(steps).toEqual([]);
  });

  it("orders a circuit where the public internet is ruled out, and makes nothing", () => {
    const design = designConnections(
      [anIntent("one", aService(use1, 10), aService(eastus, 20), { isPublicForbidden: true })],
      connectWorld(placesTopology([use1, eastus])),
    );

    expect(design.issues).toMatchObject([{ issue: { rule: "way.circuit-needed" } }]);
    expect(design.orders).toMatchObject([{ title: "Dedicated circuit aws us-east-1 - azure eastus" }]);
    expect(design.orders[0]?.markdown).toContain("AWS Direct Connect");
    expect(design.steps).toEqual([]);
  });

  it("orders one circuit for all who need it between two places", () => {
    const wishes = [10, 11].map((host) =>
      anIntent(`w${host}`, aService(use1, host), aService(eastus, 20), { isPublicForbidden: true, bandwidthMbps: 600 }),
    );
    const { orders } = designConnections(wishes, connectWorld(placesTopology([use1, eastus])));

    expect(orders).toHaveLength(1);
    expect(orders[0]?.markdown).toContain("| For | in-w10, in-w11 |");
    expect(orders[0]?.markdown).toContain("10000 Mbps or more");
  });

  it("orders a circuit for more than a VPN carries, with a VPN until then", () => {
    const design = designConnections(
      [anIntent("one", aService(use1, 10), aService(eastus, 20), { bandwidthMbps: 5_000 })],
      connectWorld(placesTopology([use1, eastus])),
    );

    expect(design.ways).toMatchObject([{ kind: "interim-vpn" }]);
    expect(design.orders[0]?.markdown).toContain("10000 Mbps or more");
    expect(design.notes).toEqual([expect.stringContaining("stands in for a circuit")]);
  });

  it.each([
    [
      "faster than light",
      aService(use1, 10),
      aService({ ...eastus, regionId: "westeurope" }, 20),
      { maxRttMs: 20 },
      "latency.possible",
    ],
    [
      "in a place nobody knows",
      aService(use1, 10),
      aService({ ...dc, regionId: "dc9" }, 20),
      { maxRttMs: 20 },
      "latency.places-known",
    ],
    [
      "from what is in no network",
      aService(use1, 10, { networkKey: undefined }),
      aService(eastus, 20),
      {},
      "source.in-network",
    ],
    [
      "from what has no address",
      aService(use1, 10, { addresses: [], subnetIds: [] }),
      aService(eastus, 20),
      {},
      "source.address-known",
    ],
    [
      "to what has no private address",
      aService(use1, 10),
      aService(dc, 20, { addresses: [] }),
      {},
      "destination.in-network",
    ],
  ])("refuses what is asked %s", (_, source, destination, requirements, rule) => {
    const places = [use1, { ...eastus, regionId: destination.regionId }, { ...dc, regionId: destination.regionId }];
    const { issues, steps } = designConnections(
      [anIntent("one", source, destination, requirements)],
      connectWorld(placesTopology(places)),
    );

    expect(issues).toMatchObject([{ intentId: "in-one", issue: { rule } }]);
    expect(steps).toEqual([]);
  });

  it("refuses two gateways with one ASN", () => {
    const { issues } = designOf({ ...use1, asn: 65_000 }, { ...eastus, asn: 65_000 });

    expect(issues).toMatchObject([{ issue: { rule: "network.asn-distinct" } }]);
  });

  it("finds addresses that meet, also of a network further on, and says what to translate them to", () => {
    const twin: Place = { ...eastus, n: 8, cidr: "10.1.0.0/16" };
    expect(designOf(use1, twin).issues).toMatchObject([
      {
        issue: {
          rule: "network.no-overlap",
          message: expect.stringMatching(/translate 10\.1\.0\.0\/16 one to one to 100\.64\.0\.0\/16/),
        },
      },
    ]);

    // the data centre behind Azure has the same addresses as the VPC
    const behind: Place = { ...dc, n: 9, cidr: "10.1.0.0/16" };
    const topology = placesTopology(
      [use1, eastus, behind],
      [linkOf(eastus, behind, { reaches: [["10.1.0.0/16"], ["10.2.0.0/16"]] })],
    );
    const { issues } = designConnections(
      [anIntent("one", aService(use1, 10), aService(eastus, 20))],
      connectWorld(topology),
    );
    expect(issues).toMatchObject([{ issue: { rule: "network.no-overlap" } }]);
  });

  it("uses Oracle Cloud's connections and makes none there", () => {
    const oci: Place = { cloud: "oci", regionId: "us-ashburn-1", n: 5 };
    expect(designOf(use1, oci).issues).toMatchObject([{ issue: { rule: "gateway.buildable" } }]);

    const { ways } = designConnections(
      [anIntent("one", aService(use1, 10), aService(oci, 20))],
      connectWorld(placesTopology([use1, oci], [linkOf(use1, oci)])),
    );
    expect(ways).toMatchObject([{ kind: "existing-path", connectionIds: ["vpn-1-5"] }]);
  });

  it("lets in what is needed and no more, and shares a rule that two need", () => {
    const database = aService(eastus, 20);
    const { steps } = designConnections(
      [
        anIntent("one", aService(use1, 10), database),
        anIntent("two", aService(use1, 10), database),
        anIntent("three", aService(use1, 11), database),
      ],
      connectWorld(placesTopology([use1, eastus])),
    );

    const rules = desiredOf(steps, "azure.nsg-rule");
    expect(rules).toMatchObject([
      {
        sourcePrefix: "10.1.1.10/32",
        destinationPrefix: "10.2.1.20/32",
        port: 5432,
        access: "Allow",
        direction: "Inbound",
      },
      { sourcePrefix: "10.1.1.11/32", destinationPrefix: "10.2.1.20/32", port: 5432 },
    ]);
    const shared = steps.find(({ desired }) => desired.sourcePrefix === "10.1.1.10/32");
    expect(shared?.intentIds).toEqual(["in-one", "in-two"]);
  });

  it.each([
    ["into", use1, dc, { source: "10.1.1.10/32", destination: "10.3.1.20/32" }],
    ["out of", dc, use1, { source: "10.3.1.10/32", destination: "10.1.1.20/32" }],
  ])("has the data centre's router let %s it that port only", (_, from, to, range) => {
    expect(desiredOf(designOf(from, to).steps, "onprem.firewall-rule")).toEqual([
      { routerId: "r3", name: expect.any(String), port: 5432, ...range },
    ]);
  });

  it("designs what was designed before with the same keys and the same addresses", () => {
    const topology = placesTopology([use1, eastus, dc]);
    const first = designConnections(
      [anIntent("one", aService(use1, 10), aService(eastus, 20))],
      connectWorld(topology),
    );
    const again = designConnections(
      [
        anIntent("two", aService(dc, 10), aService(eastus, 20)),
        anIntent("three", aService(use1, 10), aService(eastus, 20)),
      ],
      connectWorld(topology, { made: first.steps }),
    );

    const before = new Map(first.steps.map((step) => [step.key, step.desired]));
    const common = again.steps.filter(({ key, resource }) => before.has(key) && resource !== "azure.vpn-gateway");
    expect(common).toHaveLength(first.steps.length - 1);
    for (const { key, desired } of common) expect(desired).toEqual(before.get(key));
    // the gateway that both need got the addresses of the new tunnels beside those it had
    expect(desiredOf(again.steps, "azure.vpn-gateway")).toMatchObject([
      {
        bgpAddresses: [
          ["169.254.21.2", "169.254.21.6", "169.254.21.17"],
          ["169.254.21.10", "169.254.21.14", "169.254.21.21"],
        ],
      },
    ]);
  });

  it("designs an acquisition together: few tunnels for many connections", () => {
    const places: Place[] = [
      { cloud: "aws", regionId: "us-east-1", n: 40 },
      { cloud: "azure", regionId: "eastus", n: 42, hasGateway: false },
      { cloud: "onprem", regionId: "dc1", n: 43 },
      eastus,
      usc1,
      dc,
    ];
    const [fcAws, fcAzure, fcDc] = places as [Place, Place, Place];
    const pairs: readonly (readonly [Place, Place, number])[] = [
      [fcAws, eastus, 35],
      [fcAws, dc, 12],
      [fcDc, usc1, 12],
      [fcAzure, usc1, 8],
      [fcDc, eastus, 10],
    ];
    const intents = pairs.flatMap(([from, to, count], pair) =>
      Array.from({ length: count }, (_, i) =>
        anIntent(`${pair}-${i}`, aService(from, i + 10), aService(to, (i % 5) + 20), { compliance: ["pci-dss"] }),
      ),
    );
    expect(intents).toHaveLength(77);

    const { steps, ways, issues } = designConnections(intents, connectWorld(placesTopology(places)));

    expect(issues).toEqual([]);
    expect(ways.filter(({ kind }) => kind === "new-vpn")).toHaveLength(77);
    const tunnels = new Set(steps.flatMap(({ desired }) => JSON.stringify(desired).match(/psk-\w+/g) ?? []));
    expect(tunnels.size).toBe(4 + 2 + 2 + 2 + 2);
    expect(steps.filter(({ resource }) => resource === "azure.vpn-gateway")).toHaveLength(2);
  });
});
