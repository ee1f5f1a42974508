import { Estate } from "@skylane/twin";
import type { StepDraft } from "../provisioner-contract.ts";

export const NETWORK_ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";

const vpc = (id: string, number: number, more: object = {}) => ({
  id,
  cloud: "aws",
  regionId: "us-east-1",
  accountId: NETWORK_ACCOUNT,
  providerId: `vpc-0${number}`,
  cidrs: [`10.${number}.0.0/16`],
  ...more,
});
const tgw = (id: string, regionId: string, asn: number) => ({
  id,
  kind: "tgw",
  cloud: "aws",
  regionId,
  accountId: NETWORK_ACCOUNT,
  providerId: `tgw-0${id}`,
  asn,
  tables: [`tgw-rtb-0${id}`, `tgw-rtb-0${id}b`],
});

/** Two Regions with a transit gateway each; VPCs of which one is attached, and one is in another account; a guarded service. */
export const awsBuildingGround = (): Estate =>
  Estate.parse({
    version: 1,
    name: "aws-building-ground",
    networks: [
      vpc("shop", 1, { gatewayId: "east", attachmentId: "tgw-attach-shop" }),
      vpc("stock", 2, { subnets: [{ cidr: "10.2.128.0/20", routeTableId: "rtb-02b" }] }),
      vpc("carts", 3, { accountId: OTHER_ACCOUNT, regionId: "us-west-2" }),
      { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
    ],
    gateways: [
      tgw("east", "us-east-1", 64_512),
      tgw("west", "us-west-2", 64_513),
      { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
    ],
    connections: [],
    flows: [],
    sites: [{ regionId: "dc1", latitudeDeg: 39, longitudeDeg: -77 }],
    services: [
      {
        id: "orders",
        kind: "ec2-instance",
        name: "orders",
        cloud: "aws",
        regionId: "us-east-1",
        accountId: NETWORK_ACCOUNT,
        networkId: "shop",
        address: "10.1.0.20",
        port: 443,
        securityGroupIds: ["sg-01"],
      },
    ],
    guards: { securityGroups: [{ id: "sg-01", name: "orders", networkId: "shop", rules: [] }] },
  });

const at = (regionId: string) => ({ cloud: "aws", accountId: NETWORK_ACCOUNT, regionId }) as const;

/** Steps that make something in that ground, by what they make. */
export const awsSteps = {
  transitGateway: {
    ...at("us-east-1"),
    id: "hub",
    resource: "aws.transit-gateway",
    desired: { name: "skylane hub", asn: 64_600 },
  },
  attachment: {
    ...at("us-east-1"),
    id: "attach",
    resource: "aws.vpc-attachment",
    desired: {
      transitGatewayId: "tgw-0east",
      vpcId: "vpc-02",
      subnetIds: ["subnet-02"],
      routeTableId: "tgw-rtb-0eastb",
    },
  },
  customerGateway: {
    ...at("us-east-1"),
    id: "cgw",
    resource: "aws.customer-gateway",
    desired: { name: "dc1", publicIp: "192.0.2.77", asn: 65_010 },
  },
  vpn: {
    ...at("us-east-1"),
    id: "vpn",
    resource: "aws.vpn-connection",
    desired: {
      name: "to dc1",
      transitGatewayId: "tgw-0east",
      customerGatewayId: "{{cgw.customerGatewayId}}",
      routeTableIds: ["tgw-rtb-0eastb", "tgw-rtb-0east"],
      tunnels: [
        { insideCidr: "169.254.21.0/30", presharedKeySecret: "psk-1" },
        { insideCidr: "169.254.22.0/30", presharedKeySecret: "psk-2" },
      ],
    },
  },
  route: {
    ...at("us-east-1"),
    id: "route",
    resource: "aws.vpc-route",
    desired: {
      vpcId: "vpc-01",
      routeTableIds: ["rtb-01"],
      prefix: "10.42.0.0/16",
      transitGatewayId: "tgw-0east",
    },
  },
  rule: {
    ...at("us-east-1"),
    id: "rule",
    resource: "aws.security-group-rule",
    desired: {
      groupId: "sg-01",
      direction: "ingress",
      fromPort: 443,
      toPort: 443,
      cidr: "10.42.0.0/16",
      description: "carts to orders",
    },
  },
  peering: {
    ...at("us-east-1"),
    id: "peering",
    resource: "aws.vpc-peering",
    desired: { vpcId: "vpc-02", peerVpcId: "vpc-03", peerAccountId: OTHER_ACCOUNT, peerRegionId: "us-west-2" },
  },
  transitPeering: {
    ...at("us-east-1"),
    id: "hubs",
    resource: "aws.transit-gateway-peering",
    desired: {
      transitGatewayId: "tgw-0east",
      peerTransitGatewayId: "tgw-0west",
      peerAccountId: NETWORK_ACCOUNT,
      peerRegionId: "us-west-2",
      routeTableId: "tgw-rtb-0east",
      peerRouteTableId: "tgw-rtb-0west",
    },
  },
  transitRoute: {
    ...at("us-east-1"),
    id: "west",
    resource: "aws.transit-route",
    desired: { routeTableId: "tgw-rtb-0east", prefix: "10.3.0.0/16", attachmentId: "{{hubs.attachmentId}}" },
  },
  zone: {
    ...at("us-east-1"),
    id: "zone",
    resource: "aws.private-zone",
    desired: { name: "orderdb.database.windows.net", vpcId: "vpc-01" },
  },
  record: {
    ...at("us-east-1"),
    id: "record",
    resource: "aws.dns-record",
    desired: {
      zoneId: "{{zone.zoneId}}",
      name: "orderdb.database.windows.net",
      type: "A",
      values: ["10.42.3.4"],
      ttlSeconds: 60,
    },
  },
} satisfies Readonly<Record<string, StepDraft>>;
