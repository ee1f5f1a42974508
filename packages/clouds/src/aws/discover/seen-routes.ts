import type { Route, RouteTable } from "@aws-sdk/client-ec2";
import type { SeenRoute } from "@skylane/core";
import type { AwsAtlas } from "./atlas.ts";
import { edgeKey } from "./core-edges.ts";
import type { Placed } from "./inventory.ts";
import type { TransitRoute } from "./read-transit.ts";
import { peeringKey, transitPeeringKey } from "./seen-peerings.ts";
import type { SafeVpn } from "./without-secrets.ts";
import { awsKey, idOfArn } from "./words.ts";

type Next = SeenRoute["next"];

/** Routes of a VPC's table. Those to AWS's own services, which name a prefix list, are left out: a list is no prefix. */
export function seenVpcRoutes({ it: table, regionId }: Placed<RouteTable>): SeenRoute[] {
  const { VpcId, RouteTableId } = table;
  if (VpcId === undefined || RouteTableId === undefined) return [];
  return (table.Routes ?? []).flatMap((route): SeenRoute[] => {
    const prefix = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock;
    if (prefix === undefined) return [];
    return [
      {
        cloud: "aws",
        owner: awsKey(VpcId),
        tableId: RouteTableId,
        prefix,
        next: nextOf(route, VpcId, regionId),
        origin: ORIGINS[route.Origin ?? ""] ?? "static",
        isActive: route.State !== "blackhole",
      },
    ];
  });
}

const ORIGINS: Readonly<Record<string, SeenRoute["origin"]>> = {
  CreateRouteTable: "system",
  EnableVgwRoutePropagation: "propagated",
  Advertisement: "propagated",
};

function nextOf(route: Route, vpcId: string, regionId: string): Next {
  const { GatewayId, NatGatewayId, TransitGatewayId, VpcPeeringConnectionId, CoreNetworkArn } = route;
  if (GatewayId === "local") return { kind: "local" };
  if (GatewayId?.startsWith("vpce-")) return { kind: "interface" };
  if (GatewayId?.startsWith("igw-")) return { kind: "internet", key: awsKey(GatewayId) };
  if (route.EgressOnlyInternetGatewayId !== undefined || route.CarrierGatewayId !== undefined)
    return { kind: "internet" };
  if (VpcPeeringConnectionId !== undefined) return { kind: "link", key: peeringKey(VpcPeeringConnectionId, vpcId) };
  const coreNetworkId = idOfArn(CoreNetworkArn);
  if (coreNetworkId !== undefined) return { kind: "gateway", key: edgeKey(coreNetworkId, regionId) };
  const gatewayId = TransitGatewayId ?? GatewayId ?? NatGatewayId ?? route.LocalGatewayId;
  if (gatewayId !== undefined) return { kind: "gateway", key: awsKey(gatewayId) };
  return { kind: route.NetworkInterfaceId !== undefined || route.InstanceId !== undefined ? "interface" : "none" };
}

/** A route of a transit gateway's table, once for each attachment that it spreads over. */
export function seenTransitRoutes({ it: route }: Placed<TransitRoute>, atlas: AwsAtlas): SeenRoute[] {
  const prefix = route.DestinationCidrBlock;
  if (prefix === undefined) return [];
  const common = {
    cloud: "aws",
    owner: awsKey(route.transitGatewayId),
    tableId: route.tableId,
    prefix,
    origin: route.Type === "propagated" ? "propagated" : "static",
    isActive: route.State === "active",
  } as const;
  const targets = (route.TransitGatewayAttachments ?? []).map(
    ({ TransitGatewayAttachmentId, ResourceId, ResourceType }): Next =>
      targetOf(route.transitGatewayId, { TransitGatewayAttachmentId, ResourceId, ResourceType }, atlas),
  );
  return (targets.length === 0 ? [{ kind: "none" } as const] : targets).map((next) => ({ ...common, next }));
}

function targetOf(
  transitGatewayId: string,
  attachment: {
    readonly TransitGatewayAttachmentId: string | undefined;
    readonly ResourceId: string | undefined;
    readonly ResourceType: string | undefined;
  },
  atlas: AwsAtlas,
): Next {
  const { TransitGatewayAttachmentId: attachmentId, ResourceId: resourceId, ResourceType: type } = attachment;
  if (type === "vpc" && resourceId !== undefined) return { kind: "network", key: awsKey(resourceId) };
  if (type === "vpn" && resourceId !== undefined) return { kind: "link", key: awsKey(resourceId) };
  if (type === "direct-connect-gateway" && resourceId !== undefined) return nextOverGateway(resourceId, atlas);
  if ((type === "peering" || type === "tgw-peering") && attachmentId !== undefined)
    return { kind: "link", key: transitPeeringKey(attachmentId, transitGatewayId) };
  return { kind: "link" };
}

/** Over a Direct Connect gateway: the link there, if it has only one. */
export function nextOverGateway(gatewayId: string, { linksOfGateway }: AwsAtlas): Next {
  const [only, ...others] = linksOfGateway.get(gatewayId) ?? [];
  return only === undefined || others.length > 0
    ? { kind: "gateway", key: awsKey(gatewayId) }
    : { kind: "link", key: awsKey(only) };
}

/** What the owner of a virtual private gateway wrote down as being behind a VPN. */
export function seenVpnRoutes({ it: vpn }: Placed<SafeVpn>): SeenRoute[] {
  const { VpnGatewayId, VpnConnectionId } = vpn;
  if (!VpnGatewayId || VpnConnectionId === undefined) return [];
  return (vpn.Routes ?? []).flatMap(({ DestinationCidrBlock, State }): SeenRoute[] =>
    DestinationCidrBlock === undefined
      ? []
      : [
          {
            cloud: "aws",
            owner: awsKey(VpnGatewayId),
            tableId: VpnGatewayId,
            prefix: DestinationCidrBlock,
            next: { kind: "link", key: awsKey(VpnConnectionId) },
            origin: "static",
            isActive: State === undefined || State === "available",
          },
        ],
  );
}
