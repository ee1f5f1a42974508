import type { ProvisionStep, TopologyConnection } from "@skylane/core";
import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  gatewayKeyOf,
  networkKeyOf,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { aSighting } from "../../../../../test/support/sightings.ts";
import { aLink } from "../../../../../test/support/topologies.ts";
import { designConnections } from "./index.ts";

const east = (n: number): Place => ({ cloud: "aws", regionId: "us-east-1", n, hasGateway: n === 1 });
const west = (n: number): Place => ({ cloud: "aws", regionId: "us-west-2", n, hasGateway: n === 11 });
const [e1, e2, e3, w1, w2] = [east(1), east(2), east(3), west(11), west(12)];
const PLACES = [e1, e2, e3, w1, w2];

/** Each Region's VPCs on its transit gateway; `outsiders` are attached to none. */
const topologyOf = (
  connections: readonly TopologyConnection[] = [],
  places = PLACES,
  outsiders: readonly Place[] = [],
) => {
  const topology = placesTopology(places, connections);
  return {
    ...topology,
    gateways: topology.gateways.map((gateway) => ({
      ...gateway,
      networkKeys: places
        .filter((place) => place.regionId === gateway.regionId && !outsiders.includes(place))
        .map(networkKeyOf),
    })),
  };
};
const asked = (pairs: readonly (readonly [Place, Place])[], requirements = {}) =>
  pairs.map(([a, b], i) => anIntent(`p${i}`, aService(a, 10), aService(b, 20), requirements));
const made = (steps: readonly ProvisionStep[], resource: string) => steps.filter((step) => step.resource === resource);
const THREE = [
  [e1, w1],
  [e2, w1],
  [w2, e1],
] as const;

const hubsPeered: TopologyConnection = {
  ...aLink({
    id: "tgw-peering",
    from: [gatewayKeyOf(e1), networkKeyOf(e1)],
    to: [gatewayKeyOf(w1), networkKeyOf(w1)],
    kind: "transit-peering",
    status: "up",
    isPublic: false,
    reaches: [[], []],
  }),
  sightings: [
    aSighting({
      key: "aws/tgw-attach-1/tgw-1",
      at: gatewayKeyOf(e1),
      nativeId: "tgw-attach-1",
      kind: "transit-peering",
    }),
    aSighting({
      key: "aws/tgw-attach-2/tgw-11",
      at: gatewayKeyOf(w1),
      nativeId: "tgw-attach-2",
      kind: "transit-peering",
    }),
  ],
};

describe("engine/intent/design/transit-peering", () => {
  it.each([
    ["two pairs of VPCs", THREE.slice(0, 2), "peering"],
    ["three pairs", THREE, "transit-peering"],
    [
      "one pair that many ask for, in both directions",
      [
        [e1, w1],
        [w1, e1],
        [e1, w1],
      ] as const,
      "peering",
    ],
  ] as const)("joins %s as is less to keep", (_, pairs, kind) => {
    const { ways, issues } = designConnections(asked(pairs), connectWorld(topologyOf()));

    expect(issues).toEqual([]);
    expect(new Set(ways.map((way) => way.kind))).toEqual(new Set([kind]));
  });

  it("asks one gateway for one peering with the other, and gives both a static route for each VPC", () => {
    const { steps, ways } = designConnections(asked(THREE), connectWorld(topologyOf()));
    const [peering] = made(steps, "aws.transit-gateway-peering");

    expect(peering?.desired).toEqual({
      transitGatewayId: "tgw-1",
      peerTransitGatewayId: "tgw-11",
      peerAccountId: "111122223333",
      peerRegionId: "us-west-2",
      routeTableId: "tgw-rtb-1",
      peerRouteTableId: "tgw-rtb-11",
    });
    expect(
      made(steps, "aws.transit-route")
        .map(({ regionId, desired: { routeTableId, prefix, attachmentId } }) =>
          [regionId, routeTableId, prefix, String(attachmentId).replace(/.*\./, "")].join(" "),
        )
        .sort(),
    ).toEqual([
      "us-east-1 tgw-rtb-1 10.11.0.0/16 attachmentId}}",
      "us-east-1 tgw-rtb-1 10.12.0.0/16 attachmentId}}",
      "us-west-2 tgw-rtb-11 10.1.0.0/16 peerAttachmentId}}",
      "us-west-2 tgw-rtb-11 10.2.0.0/16 peerAttachmentId}}",
    ]);
    for (const { stepIds } of ways) expect(stepIds).toEqual([peering?.id]);
    expect(made(steps, "aws.vpc-peering")).toEqual([]);
  });

  it("uses a peering that stands, for a single pair too: routes only", () => {
    const { steps, ways } = designConnections(asked([[w2, e2]]), connectWorld(topologyOf([hubsPeered])));

    expect(ways).toMatchObject([{ kind: "existing-path", connectionIds: ["tgw-peering"], notChosen: [] }]);
    expect(made(steps, "aws.transit-gateway-peering")).toEqual([]);
    expect(made(steps, "aws.transit-route").map(({ desired }) => [desired.prefix, desired.attachmentId])).toEqual([
      ["10.2.0.0/16", "tgw-attach-2"],
      ["10.12.0.0/16", "tgw-attach-1"],
    ]);
  });

  it("uses what another run has made: its peering of gateways, and its peering of VPCs", () => {
    const topology = topologyOf();
    const hubs = designConnections(asked(THREE), connectWorld(topology)).steps;
    const vpcs = designConnections(asked([[e1, w1]]), connectWorld(topology)).steps;

    const later = designConnections(asked([[e3, w2]]), connectWorld(topology, { made: hubs }));
    expect(later.ways).toMatchObject([{ kind: "transit-peering" }]);
    const again = designConnections(asked(THREE), connectWorld(topology, { made: vpcs }));
    expect(again.ways.map(({ kind }) => kind)).toEqual(["peering", "transit-peering", "transit-peering"]);
  });

  it("peers VPCs of which one is attached to no gateway", () => {
    const pairs = [
      [e3, w1],
      [e3, w2],
      [e1, w1],
    ] as const;
    const { ways } = designConnections(asked(pairs), connectWorld(topologyOf([], PLACES, [e3])));

    expect(ways.map(({ kind }) => kind)).toEqual(["peering", "peering", "peering"]);
  });

  it("gives no route for addresses that another VPC behind the gateway has", () => {
    const clash: Place = { ...east(4), cidr: "10.11.0.0/16" };
    const { issues, steps } = designConnections(asked(THREE), connectWorld(topologyOf([], [...PLACES, clash])));

    expect(issues.map(({ issue }) => issue.rule)).toEqual(["network.no-overlap", "network.no-overlap"]);
    expect(JSON.stringify(made(steps, "aws.transit-route"))).not.toContain("10.11.0.0/16");
  });

  it("says that a gateway whose table cannot be read is not built upon", () => {
    const topology = topologyOf();
    const blind = { ...topology, gateways: topology.gateways.map(({ handles: _, ...gateway }) => gateway) };

    expect(designConnections(asked(THREE), connectWorld(blind)).issues).toMatchObject(
      THREE.map(() => ({ issue: { rule: "gateway.buildable" } })),
    );
  });
});
