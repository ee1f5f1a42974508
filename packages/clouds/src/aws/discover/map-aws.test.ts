import { describe, expect, it } from "vitest";
import type { AwsInventory, GlobalParts, RegionParts } from "./inventory.ts";
import { mapAws } from "./map-aws.ts";
import { withoutAuthKey, withoutKeys } from "./without-secrets.ts";

const region = (parts: Partial<RegionParts>): RegionParts => ({
  accountId: "1",
  regionId: "us-east-1",
  vpcs: [],
  subnets: [],
  functions: [],
  instances: [],
  databases: [],
  hostInterfaces: [],
  endpointCounts: new Map(),
  routeTables: [],
  internetGateways: [],
  natGateways: [],
  vpnGateways: [],
  customerGateways: [],
  vpns: [],
  peerings: [],
  transitGateways: [],
  attachments: [],
  transitPeerings: [],
  connectPeers: [],
  transitRoutes: [],
  ports: [],
  lags: [],
  interconnects: [],
  virtualInterfaces: [],
  bytes30d: new Map(),
  ...parts,
});
const globals = (parts: Partial<GlobalParts>): GlobalParts => ({
  accountId: "1",
  directConnectGateways: [],
  associations: [],
  coreNetworks: [],
  coreAttachments: [],
  corePeerings: [],
  coreRoutes: [],
  multicloudLinks: [],
  ...parts,
});
const map = (parts: Partial<RegionParts>, more: Partial<GlobalParts> = {}) =>
  mapAws({ regions: [region(parts)], globals: [globals(more)] });

const port = (id: string, more: object = {}) => ({
  connectionId: id,
  connectionName: `name of ${id}`,
  connectionState: "available" as const,
  region: "us-east-1",
  location: "EqDC2",
  bandwidth: "10Gbps",
  ...more,
});
const virtualInterface = (id: string, connectionId: string, more: object = {}) =>
  withoutAuthKey({
    virtualInterfaceId: id,
    connectionId,
    virtualInterfaceState: "available",
    vlan: 101,
    asn: 65_010,
    amazonAddress: "169.254.1.1/30",
    customerAddress: "169.254.1.2/30",
    bgpPeers: [{ bgpStatus: "up", addressFamily: "ipv4" }],
    ...more,
  });

describe("clouds/aws/map-aws of Direct Connect", () => {
  it("sees a port without an interface, which is paid for and carries nothing", () => {
    const { links } = map({ ports: [port("dxcon-1")], bytes30d: new Map([["dxcon-1", 0]]) });

    expect(links).toMatchObject([
      {
        key: "aws/dxcon-1",
        name: "name of dxcon-1",
        at: "aws/dxcon-1",
        control: "unknown",
        receivedPrefixes: [],
        announcedPrefixes: [],
        bytes30d: 0,
        listPrice: { monthlyUsd: 1_642.5 },
      },
    ]);
  });

  it("shares a port's price between its interfaces, and gives each its own bytes", () => {
    const { links } = map({
      ports: [port("dxcon-1")],
      virtualInterfaces: [virtualInterface("dxvif-1", "dxcon-1"), virtualInterface("dxvif-2", "dxcon-1")],
      bytes30d: new Map([
        ["dxcon-1", 900],
        ["dxvif-1", 700],
      ]),
    });

    expect(links).toMatchObject([
      { nativeId: "dxvif-1", at: "aws/dxcon-1", bytes30d: 700, listPrice: { monthlyUsd: 821.25 } },
      { nativeId: "dxvif-2", listPrice: { monthlyUsd: 821.25 } },
    ]);
    expect(links[1]).not.toHaveProperty("bytes30d");
  });

  it("takes the ports of a bundle as one link with the bandwidth of those that are up", () => {
    const members = [
      port("dxcon-1", { lagId: "dxlag-1" }),
      port("dxcon-2", { lagId: "dxlag-1", connectionState: "down" }),
    ];
    const lags = [
      {
        lagId: "dxlag-1",
        lagName: "bundle",
        lagState: "available" as const,
        connectionsBandwidth: "10Gbps",
        connections: members,
      },
    ];
    const bytes30d = new Map([
      ["dxcon-1", 5],
      ["dxcon-2", 6],
    ]);

    expect(map({ lags, ports: members, bytes30d }).links).toMatchObject([{ nativeId: "dxlag-1", name: "bundle" }]);
    expect(
      map({ lags, ports: members, bytes30d, virtualInterfaces: [virtualInterface("dxvif-1", "dxlag-1")] }).links,
    ).toMatchObject([
      {
        nativeId: "dxvif-1",
        aliases: expect.arrayContaining(["dxlag-1", "dxcon-1", "dxcon-2"]),
        bandwidthMbps: 10_000,
        bytes30d: 11,
        listPrice: { monthlyUsd: 3_285 },
      },
    ]);
  });

  it("is down where fewer ports of a bundle are up than it needs", () => {
    const members = [port("dxcon-1"), port("dxcon-2", { connectionState: "down" })];
    const lag = {
      lagId: "dxlag-1",
      connectionsBandwidth: "10Gbps",
      connections: members,
      lagState: "available" as const,
    };
    const controlAt = (minimumLinks: number) =>
      map({ lags: [{ ...lag, minimumLinks }], virtualInterfaces: [virtualInterface("dxvif-1", "dxlag-1")] }).links[0]
        ?.control;

    expect([0, 1, 2].map(controlAt)).toEqual(["partial", "partial", "down"]);
  });

  it("believes a port without light, whatever its interfaces say", () => {
    const { links } = map({
      ports: [port("dxcon-1", { connectionState: "down" })],
      virtualInterfaces: [virtualInterface("dxvif-1", "dxcon-1")],
    });

    expect(links).toMatchObject([{ control: "down", receivedPrefixes: [], announcedPrefixes: [] }]);
  });

  it("ends an interface at its Direct Connect gateway where that leads to several, and tells what all of them allow", () => {
    const { links, gateways } = map(
      {
        ports: [port("dxcon-1")],
        virtualInterfaces: [virtualInterface("dxvif-1", "dxcon-1", { directConnectGatewayId: "dxgw-1" })],
        attachments: [
          { TransitGatewayAttachmentId: "a", TransitGatewayId: "tgw-1", ResourceType: "vpc", ResourceId: "vpc-1" },
        ],
        vpnGateways: [
          { VpnGatewayId: "vgw-1", AmazonSideAsn: 64_600, VpcAttachments: [{ VpcId: "vpc-2", State: "attached" }] },
        ],
      },
      {
        directConnectGateways: [{ directConnectGatewayId: "dxgw-1", amazonSideAsn: 64_700 }],
        associations: [
          {
            directConnectGatewayId: "dxgw-1",
            associatedGateway: { id: "tgw-1" },
            allowedPrefixesToDirectConnectGateway: [{ cidr: "10.1.0.0/16" }],
          },
          { directConnectGatewayId: "dxgw-1", associatedGateway: { id: "vgw-1" } },
        ],
      },
    );

    expect(links).toMatchObject([{ at: "aws/dxgw-1", announcedPrefixes: ["10.1.0.0/16"] }]);
    expect(gateways).toMatchObject([
      { kind: "vpn-gateway", asn: 64_600, networkKeys: ["aws/vpc-2"] },
      { kind: "direct-connect-gateway", asn: 64_700, networkKeys: ["aws/vpc-1", "aws/vpc-2"] },
    ]);
  });

  it("sees a partner's ports, and none of what is deleted", () => {
    const { links } = map({
      interconnects: [{ interconnectId: "dxcon-9", interconnectName: "sold", interconnectState: "available" }],
      ports: [port("dxcon-1", { connectionState: "deleted" })],
      virtualInterfaces: [virtualInterface("dxvif-1", "dxcon-1", { virtualInterfaceState: "deleted" })],
    });

    expect(links.map(({ nativeId }) => nativeId)).toEqual(["dxcon-9"]);
  });
});

describe("clouds/aws/map-aws of VPNs", () => {
  const vpn = (more: object = {}) =>
    withoutKeys({
      VpnConnectionId: "vpn-1",
      State: "available",
      CustomerGatewayId: "cgw-1",
      VpnGatewayId: "vgw-1",
      Options: {
        TunnelOptions: [
          { OutsideIpAddress: "203.0.113.1", TunnelInsideCidr: "169.254.10.0/30" },
          { OutsideIpAddress: "203.0.113.2", TunnelInsideCidr: "169.254.10.4/30" },
        ],
      },
      VgwTelemetry: [
        { OutsideIpAddress: "203.0.113.1", Status: "DOWN" },
        { OutsideIpAddress: "203.0.113.2", Status: "UP", AcceptedRouteCount: 3 },
      ],
      ...more,
    });

  it("joins by the tunnel that is up, with the addresses of its /30 and the long number of the far network", () => {
    const { links } = map({
      vpns: [vpn()],
      vpnGateways: [{ VpnGatewayId: "vgw-1", AmazonSideAsn: 64_600 }],
      customerGateways: [
        { CustomerGatewayId: "cgw-1", IpAddress: "198.51.100.7", BgpAsn: "65000", BgpAsnExtended: "4200000000" },
      ],
    });

    expect(links).toMatchObject([
      {
        at: "aws/vgw-1",
        control: "partial",
        receivedRouteCount: 3,
        join: {
          localPublicIp: "203.0.113.2",
          peerPublicIp: "198.51.100.7",
          localInsideIp: "169.254.10.5",
          peerInsideIp: "169.254.10.6",
          localAsn: 64_600,
          peerAsn: 4_200_000_000,
          others: [
            {
              localPublicIp: "203.0.113.1",
              peerPublicIp: "198.51.100.7",
              localInsideIp: "169.254.10.1",
              peerInsideIp: "169.254.10.2",
            },
          ],
        },
      },
    ]);
  });

  it("gives the facts of both tunnels where both are up, for far ends that have an object for each", () => {
    const both = ["203.0.113.1", "203.0.113.2"].map((OutsideIpAddress) => ({
      OutsideIpAddress,
      Status: "UP" as const,
    }));
    const [link] = map({
      vpns: [vpn({ VgwTelemetry: both })],
      customerGateways: [{ CustomerGatewayId: "cgw-1", IpAddress: "198.51.100.7", BgpAsn: "65515" }],
    }).links;

    expect(link).toMatchObject({
      control: "up",
      tunnelUpCount: 2,
      join: { localPublicIp: "203.0.113.1", localInsideIp: "169.254.10.1" },
    });
    expect(link?.join.others).toEqual([
      {
        localPublicIp: "203.0.113.2",
        peerPublicIp: "198.51.100.7",
        localInsideIp: "169.254.10.5",
        peerInsideIp: "169.254.10.6",
      },
    ]);
  });

  it("has no others where it has one tunnel only", () => {
    const [link] = map({
      vpns: [vpn({ Options: { TunnelOptions: [{ OutsideIpAddress: "203.0.113.1" }] }, VgwTelemetry: [] })],
    }).links;

    expect(link?.join).toEqual({ localPublicIp: "203.0.113.1" });
  });

  it("shows what its owner wrote down as being behind it", () => {
    const { routes } = map({ vpns: [vpn({ Routes: [{ DestinationCidrBlock: "10.9.0.0/16", State: "available" }] })] });

    expect(routes).toMatchObject([
      {
        owner: "aws/vgw-1",
        prefix: "10.9.0.0/16",
        next: { kind: "link", key: "aws/vpn-1" },
        origin: "static",
        isActive: true,
      },
    ]);
  });

  it("is not public where its tunnels run in a private network, and ends at a core network where it is attached to one", () => {
    const { links } = map({
      vpns: [
        vpn({
          VpnGatewayId: "",
          CoreNetworkArn: "arn:aws:networkmanager::1:core-network/core-network-1",
          Options: { OutsideIpAddressType: "PrivateIpv4", TunnelBandwidth: "large" },
        }),
      ],
    });

    expect(links).toMatchObject([{ at: "aws/core-network-1/us-east-1", isPublic: false, bandwidthMbps: 5_000 }]);
  });

  it("sees the sessions of a Connect peer", () => {
    const { links } = map({
      attachments: [{ TransitGatewayAttachmentId: "tgw-attach-1", TransitGatewayId: "tgw-1", ResourceType: "connect" }],
      connectPeers: [
        {
          TransitGatewayConnectPeerId: "tgw-connect-peer-1",
          TransitGatewayAttachmentId: "tgw-attach-1",
          State: "available",
          ConnectPeerConfiguration: {
            BgpConfigurations: [
              {
                TransitGatewayAddress: "169.254.6.2",
                PeerAddress: "169.254.6.1",
                TransitGatewayAsn: 64_512,
                PeerAsn: 65_100,
                BgpStatus: "up",
              },
              { BgpStatus: "down" },
            ],
          },
        },
      ],
    });

    expect(links).toMatchObject([
      {
        at: "aws/tgw-1",
        control: "partial",
        join: { localInsideIp: "169.254.6.2", peerInsideIp: "169.254.6.1", peerAsn: 65_100 },
      },
    ]);
  });
});

describe("clouds/aws/map-aws of networks and gateways", () => {
  it("counts a VPC that two accounts see once, as its owner sees it, with all its ranges", () => {
    const vpc = {
      VpcId: "vpc-1",
      OwnerId: "2",
      CidrBlock: "10.1.0.0/16",
      CidrBlockAssociationSet: [
        { CidrBlock: "10.1.0.0/16", CidrBlockState: { State: "associated" as const } },
        { CidrBlock: "10.2.0.0/16", CidrBlockState: { State: "associated" as const } },
        { CidrBlock: "10.3.0.0/16", CidrBlockState: { State: "disassociated" as const } },
      ],
      Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: "2001:db8::/56" }],
    };
    const { networks } = mapAws({
      regions: [
        region({ vpcs: [vpc], endpointCounts: new Map([["vpc-1", 3]]) }),
        region({
          accountId: "2",
          vpcs: [{ ...vpc, Tags: [{ Key: "Name", Value: "shared" }] }],
          endpointCounts: new Map([["vpc-1", 9]]),
        }),
      ],
      globals: [],
    } satisfies AwsInventory);

    expect(networks).toMatchObject([
      {
        accountId: "2",
        name: "shared",
        cidrs: ["10.1.0.0/16", "10.2.0.0/16", "2001:db8::/56"],
        endpointCount: 9,
      },
    ]);
  });

  it("knows where each kind of route leads, and that a black hole leads nowhere", () => {
    const { routes } = map({
      routeTables: [
        {
          RouteTableId: "rtb-1",
          VpcId: "vpc-1",
          Routes: [
            { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1", State: "active", Origin: "CreateRoute" },
            { DestinationCidrBlock: "10.1.0.0/16", GatewayId: "vgw-1", Origin: "EnableVgwRoutePropagation" },
            { DestinationCidrBlock: "10.2.0.0/16", NetworkInterfaceId: "eni-1", State: "blackhole" },
            { DestinationCidrBlock: "10.3.0.0/16", CoreNetworkArn: "arn:aws:networkmanager::1:core-network/core-1" },
            { DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: "eigw-1" },
            { DestinationPrefixListId: "pl-1", GatewayId: "vpce-1" },
          ],
        },
      ],
      transitRoutes: [
        {
          transitGatewayId: "tgw-1",
          tableId: "t",
          DestinationCidrBlock: "10.9.0.0/16",
          Type: "static",
          State: "blackhole",
        },
      ],
    });

    expect(routes.map(({ prefix, next, origin, isActive }) => [prefix, next.kind, next.key, origin, isActive])).toEqual(
      [
        ["0.0.0.0/0", "gateway", "aws/nat-1", "static", true],
        ["10.1.0.0/16", "gateway", "aws/vgw-1", "propagated", true],
        ["10.2.0.0/16", "interface", undefined, "static", false],
        ["10.3.0.0/16", "gateway", "aws/core-1/us-east-1", "static", true],
        ["::/0", "internet", undefined, "static", true],
        ["10.9.0.0/16", "none", undefined, "static", false],
      ],
    );
  });

  it("joins a core network and a transit gateway that are peered, by one id", () => {
    const { links, gateways } = map(
      {
        transitGateways: [{ TransitGatewayId: "tgw-1", OwnerId: "1" }],
        natGateways: [{ NatGatewayId: "nat-1", VpcId: "vpc-1", NatGatewayAddresses: [{ PublicIp: "203.0.113.7" }] }],
        transitPeerings: [
          {
            TransitGatewayAttachmentId: "tgw-attach-1",
            State: "available",
            RequesterTgwInfo: { CoreNetworkId: "core-1", OwnerId: "1", Region: "us-east-1" },
            AccepterTgwInfo: { TransitGatewayId: "tgw-1", OwnerId: "1", Region: "us-east-1" },
          },
        ],
      },
      {
        coreNetworks: [{ CoreNetworkId: "core-1", Edges: [{ Asn: 64_520, EdgeLocation: "us-east-1" }] }],
        coreAttachments: [
          { CoreNetworkId: "core-1", AttachmentType: "VPC", ResourceArn: "arn:aws:ec2:us-east-1:1:vpc/vpc-5" },
        ],
        corePeerings: [
          {
            PeeringId: "peering-1",
            CoreNetworkId: "core-1",
            EdgeLocation: "us-east-1",
            State: "AVAILABLE",
            ResourceArn: "arn:aws:ec2:us-east-1:1:transit-gateway/tgw-1",
          },
        ],
      },
    );

    expect(links).toMatchObject([
      { at: "aws/tgw-1", peer: "aws/core-1/us-east-1", join: { sharedId: "core-1|tgw-1" }, control: "up" },
      {
        at: "aws/core-1/us-east-1",
        peer: "aws/tgw-1",
        join: { sharedId: "core-1|tgw-1" },
        control: "up",
        regionId: "us-east-1",
      },
    ]);
    expect(gateways).toMatchObject([
      { kind: "transit-gateway" },
      { kind: "core-network", asn: 64_520, networkKeys: ["aws/vpc-5"] },
      { kind: "nat-gateway", publicIps: ["203.0.113.7"], networkKeys: ["aws/vpc-1"] },
    ]);
  });

  it("sees the edges of a core network by what is attached to them, where it cannot be read itself", () => {
    const { gateways, links, routes } = map(
      {
        vpns: [
          withoutKeys({ VpnConnectionId: "vpn-1", CoreNetworkArn: "arn:aws:networkmanager::1:core-network/core-1" }),
        ],
      },
      {
        coreNetworks: [{ CoreNetworkId: "core-1" }, { CoreNetworkId: "core-2", Description: "empty" }],
        coreAttachments: [
          { CoreNetworkId: "core-1", AttachmentType: "VPC", ResourceArn: "arn:aws:ec2:eu-west-1:1:vpc/vpc-5" },
          {
            CoreNetworkId: "core-1",
            AttachmentId: "attachment-1",
            AttachmentType: "CONNECT",
            EdgeLocation: "eu-west-1",
            ResourceArn: "arn:aws:networkmanager::1:attachment/attachment-0",
          },
        ],
        coreRoutes: [
          {
            coreNetworkId: "core-1",
            segmentName: "production",
            edgeLocation: "eu-west-1",
            DestinationCidrBlock: "10.7.0.0/16",
            Type: "PROPAGATED",
            State: "ACTIVE",
            Destinations: [{ CoreNetworkAttachmentId: "attachment-1" }, { ResourceType: "vpc", ResourceId: "vpc-8" }],
          },
          {
            coreNetworkId: "core-1",
            segmentName: "production",
            edgeLocation: "eu-west-1",
            DestinationCidrBlock: "10.8.0.0/16",
            Type: "STATIC",
            State: "BLACKHOLE",
          },
        ],
      },
    );

    expect(gateways).toMatchObject([
      { key: "aws/core-1/eu-west-1", networkKeys: ["aws/vpc-5"] },
      { key: "aws/core-1/us-east-1", networkKeys: [] },
      { key: "aws/core-2", name: "empty", regionId: "" },
    ]);
    expect(links).toMatchObject([{ at: "aws/core-1/us-east-1" }]);
    expect(routes.map(({ next, isActive, origin }) => `${next.kind} ${next.key} ${isActive} ${origin}`)).toEqual([
      "link undefined true propagated",
      "network aws/vpc-8 true propagated",
      "none undefined false static",
    ]);
  });

  it("ends a circuit at its Direct Connect gateway where that may be at several edges, and nothing tells at which", () => {
    const { links, gateways } = map(
      {
        ports: [port("dxcon-1")],
        virtualInterfaces: [virtualInterface("dxvif-1", "dxcon-1", { directConnectGatewayId: "dxgw-1" })],
      },
      {
        directConnectGateways: [{ directConnectGatewayId: "dxgw-1" }],
        associations: [{ directConnectGatewayId: "dxgw-1", associatedCoreNetwork: { id: "core-1" } }],
        coreNetworks: [
          { CoreNetworkId: "core-1", Edges: [{ EdgeLocation: "us-east-1" }, { EdgeLocation: "eu-west-1" }] },
        ],
        coreAttachments: [
          {
            CoreNetworkId: "core-1",
            AttachmentType: "VPC",
            EdgeLocation: "eu-west-1",
            ResourceArn: "arn:aws:ec2:eu-west-1:1:vpc/vpc-5",
          },
        ],
      },
    );

    expect(links).toMatchObject([{ at: "aws/dxgw-1" }]);
    expect(gateways.find(({ kind }) => kind === "direct-connect-gateway")).toMatchObject({
      networkKeys: ["aws/vpc-5"],
    });
  });

  it("takes one object that is not as it should be for a gap, and shows the others", () => {
    const { networks, gaps } = map({
      vpcs: [
        { VpcId: "vpc-1", CidrBlock: 5 as unknown as string },
        { VpcId: "vpc-2", CidrBlock: "10.2.0.0/16" },
      ],
    });

    expect(networks.map(({ nativeId }) => nativeId)).toEqual(["vpc-2"]);
    expect(gaps).toMatchObject([
      { accountId: "1", regionId: "us-east-1", operation: "read a VPC", reason: "not-understood" },
    ]);
  });
});
