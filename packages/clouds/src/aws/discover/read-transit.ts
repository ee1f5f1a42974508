import {
  DescribeTransitGatewayAttachmentsCommand,
  DescribeTransitGatewayConnectPeersCommand,
  DescribeTransitGatewayPeeringAttachmentsCommand,
  DescribeTransitGatewayRouteTablesCommand,
  DescribeTransitGatewaysCommand,
  type EC2Client,
  SearchTransitGatewayRoutesCommand,
  type TransitGateway,
  type TransitGatewayAttachment,
  type TransitGatewayConnectPeer,
  type TransitGatewayPeeringAttachment,
  type TransitGatewayRoute,
} from "@aws-sdk/client-ec2";
import type { Asker } from "./ask-aws.ts";

/** A route with the table it stands in and the transit gateway that the table is of. */
export interface TransitRoute extends TransitGatewayRoute {
  readonly tableId: string;
  readonly transitGatewayId: string;
}

/** Transit gateways of one account in one Region, what is attached to them, and the routes that win in their tables. */
export interface TransitParts {
  readonly transitGateways: readonly TransitGateway[];
  readonly attachments: readonly TransitGatewayAttachment[];
  readonly transitPeerings: readonly TransitGatewayPeeringAttachment[];
  readonly connectPeers: readonly TransitGatewayConnectPeer[];
  readonly transitRoutes: readonly TransitRoute[];
}

const PAGE = 1_000;

/** Asks for peerings, Connect peers and tables only where there are any. */
export async function readTransit(ec2: EC2Client, ask: Asker): Promise<TransitParts> {
  const [transitGateways, attachments] = await Promise.all([
    ask.all(
      "ec2:DescribeTransitGateways",
      (NextToken, options) => ec2.send(new DescribeTransitGatewaysCommand({ NextToken, MaxResults: PAGE }), options),
      (page) => ({ items: page.TransitGateways, next: page.NextToken }),
    ),
    ask.all(
      "ec2:DescribeTransitGatewayAttachments",
      (NextToken, options) =>
        ec2.send(new DescribeTransitGatewayAttachmentsCommand({ NextToken, MaxResults: PAGE }), options),
      (page) => ({ items: page.TransitGatewayAttachments, next: page.NextToken }),
    ),
  ]);
  const has = (...types: readonly string[]): boolean =>
    (attachments ?? []).some(({ ResourceType }) => types.includes(ResourceType ?? ""));
  const [transitPeerings, connectPeers, transitRoutes] = await Promise.all([
    has("peering", "tgw-peering")
      ? ask.all(
          "ec2:DescribeTransitGatewayPeeringAttachments",
          (NextToken, options) =>
            ec2.send(new DescribeTransitGatewayPeeringAttachmentsCommand({ NextToken, MaxResults: PAGE }), options),
          (page) => ({ items: page.TransitGatewayPeeringAttachments, next: page.NextToken }),
        )
      : [],
    has("connect")
      ? ask.all(
          "ec2:DescribeTransitGatewayConnectPeers",
          (NextToken, options) =>
            ec2.send(new DescribeTransitGatewayConnectPeersCommand({ NextToken, MaxResults: PAGE }), options),
          (page) => ({ items: page.TransitGatewayConnectPeers, next: page.NextToken }),
        )
      : [],
    transitGateways?.length ? readRoutes(ec2, ask) : [],
  ]);
  return {
    transitGateways: transitGateways ?? [],
    attachments: attachments ?? [],
    transitPeerings: transitPeerings ?? [],
    connectPeers: connectPeers ?? [],
    transitRoutes,
  };
}

/** Those that win in their table: a standby does not show until it is needed. */
async function readRoutes(ec2: EC2Client, ask: Asker): Promise<readonly TransitRoute[]> {
  const tables = await ask.all(
    "ec2:DescribeTransitGatewayRouteTables",
    (NextToken, options) =>
      ec2.send(new DescribeTransitGatewayRouteTablesCommand({ NextToken, MaxResults: PAGE }), options),
    (page) => ({ items: page.TransitGatewayRouteTables, next: page.NextToken }),
  );
  const routes = (tables ?? []).map(async ({ TransitGatewayRouteTableId: tableId, TransitGatewayId }) => {
    if (tableId === undefined || TransitGatewayId === undefined) return [];
    const found = await ask.all(
      "ec2:SearchTransitGatewayRoutes",
      (NextToken, options) =>
        ec2.send(
          new SearchTransitGatewayRoutesCommand({
            TransitGatewayRouteTableId: tableId,
            Filters: [{ Name: "state", Values: ["active", "blackhole"] }],
            // without a number of results a page is as long as it can be, 1000 routes
            NextToken,
          }),
          options,
        ),
      (page) => ({ items: page.Routes, next: page.NextToken }),
    );
    return (found ?? []).map((route) => ({ ...route, tableId, transitGatewayId: TransitGatewayId }));
  });
  return (await Promise.all(routes)).flat();
}
