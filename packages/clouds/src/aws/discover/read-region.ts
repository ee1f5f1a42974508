import {
  type CustomerGateway,
  DescribeCustomerGatewaysCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
  DescribeVpnConnectionsCommand,
  DescribeVpnGatewaysCommand,
  type EC2Client,
  type InternetGateway,
  type NatGateway,
  type RouteTable,
  type Subnet,
  type Vpc,
  type VpcPeeringConnection,
  type VpnGateway,
} from "@aws-sdk/client-ec2";
import type { Asker } from "./ask-aws.ts";
import { type HostInterface, hostInterface } from "./read-services.ts";
import { type SafeVpn, withoutKeys } from "./without-secrets.ts";

/** What EC2 shows of one account in one Region, besides transit gateways. */
export interface VpcParts {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  /** Interfaces by VPC id, and those among them that are of a service. */
  readonly endpointCounts: ReadonlyMap<string, number>;
  readonly hostInterfaces: readonly HostInterface[];
  readonly routeTables: readonly RouteTable[];
  readonly internetGateways: readonly InternetGateway[];
  readonly natGateways: readonly NatGateway[];
  readonly vpnGateways: readonly VpnGateway[];
  readonly customerGateways: readonly CustomerGateway[];
  readonly vpns: readonly SafeVpn[];
  readonly peerings: readonly VpcPeeringConnection[];
}

/** The largest pages that EC2 gives. */
const PAGE = 1_000;
const ROUTE_TABLE_PAGE = 100;

/** The VPCs, or `undefined` where they cannot be read: nothing else is asked for there then. */
export const readVpcs = (ec2: EC2Client, ask: Asker): Promise<readonly Vpc[] | undefined> =>
  ask.all(
    "ec2:DescribeVpcs",
    (NextToken, options) => ec2.send(new DescribeVpcsCommand({ NextToken, MaxResults: PAGE }), options),
    ({ Vpcs, NextToken }) => ({ items: Vpcs, next: NextToken }),
  );

/** All that is in and at the VPCs, side by side. Of interfaces the number stays, and those of services. */
export async function readVpcParts(ec2: EC2Client, vpcs: readonly Vpc[], ask: Asker): Promise<VpcParts> {
  const [subnets, interfaces, routeTables, internetGateways, natGateways, vpnGateways, vpns, peerings] =
    await Promise.all([
      ask.all(
        "ec2:DescribeSubnets",
        (NextToken, options) => ec2.send(new DescribeSubnetsCommand({ NextToken, MaxResults: PAGE }), options),
        ({ Subnets, NextToken }) => ({ items: Subnets, next: NextToken }),
      ),
      ask.all(
        "ec2:DescribeNetworkInterfaces",
        (NextToken, options) =>
          ec2.send(new DescribeNetworkInterfacesCommand({ NextToken, MaxResults: PAGE }), options),
        ({ NetworkInterfaces, NextToken }) => ({
          items: NetworkInterfaces?.map((one) => ({ vpcId: one.VpcId, host: hostInterface(one) })),
          next: NextToken,
        }),
      ),
      ask.all(
        "ec2:DescribeRouteTables",
        (NextToken, options) =>
          ec2.send(new DescribeRouteTablesCommand({ NextToken, MaxResults: ROUTE_TABLE_PAGE }), options),
        ({ RouteTables, NextToken }) => ({ items: RouteTables, next: NextToken }),
      ),
      ask.all(
        "ec2:DescribeInternetGateways",
        (NextToken, options) => ec2.send(new DescribeInternetGatewaysCommand({ NextToken, MaxResults: PAGE }), options),
        ({ InternetGateways, NextToken }) => ({ items: InternetGateways, next: NextToken }),
      ),
      ask.all(
        "ec2:DescribeNatGateways",
        (NextToken, options) => ec2.send(new DescribeNatGatewaysCommand({ NextToken, MaxResults: PAGE }), options),
        ({ NatGateways, NextToken }) => ({ items: NatGateways, next: NextToken }),
      ),
      ask.one("ec2:DescribeVpnGateways", (options) => ec2.send(new DescribeVpnGatewaysCommand({}), options)),
      ask.one("ec2:DescribeVpnConnections", async (options) => {
        const { VpnConnections } = await ec2.send(new DescribeVpnConnectionsCommand({}), options);
        return (VpnConnections ?? []).map(withoutKeys);
      }),
      ask.all(
        "ec2:DescribeVpcPeeringConnections",
        (NextToken, options) =>
          ec2.send(new DescribeVpcPeeringConnectionsCommand({ NextToken, MaxResults: PAGE }), options),
        ({ VpcPeeringConnections, NextToken }) => ({ items: VpcPeeringConnections, next: NextToken }),
      ),
    ]);
  const customers = vpns?.length
    ? await ask.one("ec2:DescribeCustomerGateways", (options) =>
        ec2.send(new DescribeCustomerGatewaysCommand({}), options),
      )
    : undefined;
  return {
    vpcs,
    subnets: subnets ?? [],
    endpointCounts: countEach((interfaces ?? []).map(({ vpcId }) => vpcId)),
    hostInterfaces: (interfaces ?? []).flatMap(({ host }) => host ?? []),
    routeTables: routeTables ?? [],
    internetGateways: internetGateways ?? [],
    natGateways: natGateways ?? [],
    vpnGateways: vpnGateways?.VpnGateways ?? [],
    customerGateways: customers?.CustomerGateways ?? [],
    vpns: vpns ?? [],
    peerings: peerings ?? [],
  };
}

function countEach(ids: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
