import { CloudDiscovery } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AwsInventory, GlobalParts, RegionParts } from "./inventory.ts";
import { mapAws } from "./map-aws.ts";
import { MulticloudLink } from "./read-multicloud.ts";
import { withoutAuthKey, withoutKeys } from "./without-secrets.ts";
import { asnOf, clipped, mbpsOf } from "./words.ts";

const SECRET = "hunter2-hunter2";
const names = [
  "VpcId",
  "OwnerId",
  "CidrBlock",
  "CidrBlockAssociationSet",
  "Tags",
  "tags",
  "Key",
  "Value",
  "State",
  "Status",
  "Code",
  "Routes",
  "RouteTableId",
  "GatewayId",
  "DestinationCidrBlock",
  "VpcPeeringConnectionId",
  "RequesterVpcInfo",
  "AccepterVpcInfo",
  "Region",
  "VpnConnectionId",
  "VpnGatewayId",
  "VpcAttachments",
  "TransitGatewayId",
  "TransitGatewayAttachmentId",
  "TransitGatewayAttachments",
  "RequesterTgwInfo",
  "AccepterTgwInfo",
  "ResourceType",
  "ResourceId",
  "Options",
  "AmazonSideAsn",
  "VgwTelemetry",
  "AcceptedRouteCount",
  "OutsideIpAddress",
  "connectionId",
  "lagId",
  "connections",
  "bandwidth",
  "virtualInterfaceId",
  "directConnectGatewayId",
  "bgpPeers",
  "associatedGateway",
  "id",
  "CoreNetworkId",
  "ResourceArn",
  "Edges",
  "PeeringId",
  "CreationTime",
  "NatGatewayId",
  "NatGatewayAddresses",
  "InternetGatewayId",
  "Attachments",
  "AttachmentId",
  "AttachmentType",
  "EdgeLocation",
  "Destinations",
  "CoreNetworkAttachmentId",
  "associatedCoreNetwork",
  "attachmentId",
  "state",
  "sharedId",
  "attachPoint",
  "directConnectGateway",
  "provider",
  "cloudServiceProvider",
];
const id = fc.oneof(
  fc.constantFrom("vpc-1", "tgw-1", "vpn-1", "pcx-1", "dxcon-1", "dxgw-1", "tgw-attach-1", "us-east-1", "1", ""),
  fc.string(),
);
/** The SDK's words in an order that makes no sense. */
const { thing } = fc.letrec<{ thing: unknown; object: Record<string, unknown> }>((tie) => ({
  thing: fc.oneof(
    { depthSize: "small" },
    id,
    fc.constantFrom("vpc", "vpn", "peering", "direct-connect-gateway", "active", "UP", "10.0.0.0/16", undefined),
    fc.integer(),
    fc.constant(new Date(Number.NaN)),
    fc.array(tie("thing"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.dictionary(fc.constantFrom(...names), tie("thing"), { maxKeys: 8, noNullPrototype: true }) as fc.Arbitrary<
    Record<string, unknown>
  >,
}));
const objects = fc.array(fc.dictionary(fc.constantFrom(...names), thing, { maxKeys: 12, noNullPrototype: true }), {
  maxLength: 4,
});
const secret = { authKey: SECRET, customerRouterConfig: SECRET, CustomerGatewayConfiguration: SECRET };

const REGION_LISTS = [
  "vpcs",
  "subnets",
  "functions",
  "instances",
  "databases",
  "hostInterfaces",
  "routeTables",
  "internetGateways",
  "natGateways",
  "vpnGateways",
  "customerGateways",
  "peerings",
  "transitGateways",
  "attachments",
  "transitPeerings",
  "connectPeers",
  "transitRoutes",
  "ports",
  "lags",
  "interconnects",
] as const;
const GLOBAL_LISTS = [
  "directConnectGateways",
  "associations",
  "coreNetworks",
  "coreAttachments",
  "corePeerings",
] as const;
const listsOf = (all: readonly string[]) => fc.record(Object.fromEntries(all.map((name) => [name, objects])));

const region = fc.tuple(listsOf(REGION_LISTS), objects, objects).map(
  ([lists, vpns, interfaces]) =>
    ({
      accountId: "1",
      regionId: "us-east-1",
      ...lists,
      vpns: vpns.map((one) =>
        withoutKeys({ ...one, ...secret, Options: { TunnelOptions: [{ PreSharedKey: SECRET }] } }),
      ),
      virtualInterfaces: interfaces.map((one) =>
        withoutAuthKey({ ...one, ...secret, bgpPeers: [{ authKey: SECRET }] }),
      ),
      endpointCounts: new Map(),
      bytes30d: new Map([["vpn-1", 5]]),
    }) as unknown as RegionParts,
);
const inventory = fc.tuple(fc.array(region, { maxLength: 2 }), listsOf(GLOBAL_LISTS), objects, objects).map(
  ([regions, lists, routes, links]): AwsInventory => ({
    regions,
    globals: [
      {
        accountId: "1",
        ...lists,
        coreRoutes: routes.map((one) => ({
          ...one,
          coreNetworkId: "tgw-1",
          segmentName: "1",
          edgeLocation: "us-east-1",
        })),
        multicloudLinks: links.map((one) => ({
          ...MulticloudLink.parse({ ...one, activationKey: SECRET }),
          regionId: "us-east-1",
        })),
      } as unknown as GlobalParts,
    ],
  }),
);

describe("clouds/aws/map-aws", () => {
  it("makes of whatever is answered a valid discovery and gaps, never breaks, and holds no key", () => {
    fc.assert(
      fc.property(inventory, (seen) => {
        const found = mapAws(seen);
        CloudDiscovery.parse({ cloud: "aws", startedAtMs: 0, finishedAtMs: 0, callCount: 0, ...found });
        expect(JSON.stringify(found)).not.toContain(SECRET);
      }),
      { numRuns: 300 },
    );
  });

  it("cuts any text to what a discovery takes, without half a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
        const cut = clipped(text);
        return cut.length <= 256 && cut.isWellFormed();
      }),
    );
  });

  it("reads numbers of networks and bandwidths, or nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer()), (value) => {
        const asn = asnOf(value);
        const mbps = mbpsOf(String(value));
        return (asn === undefined || (Number.isInteger(asn) && asn > 0)) && (mbps === undefined || mbps > 0);
      }),
    );
    expect(["50Mbps", "10Gbps", "1.6Tbps", "10 Gbps"].map(mbpsOf)).toEqual([50, 10_000, 1_600_000, 10_000]);
    expect(["65010", 4_200_000_000, "0", "x", undefined].map(asnOf)).toEqual([
      65_010,
      4_200_000_000,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
