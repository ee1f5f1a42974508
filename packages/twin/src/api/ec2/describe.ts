import type { EstateConnection, EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import type { Ec2Parameters } from "./parameters.ts";

/** Whose resources a call sees: one Region of one cloud. */
export interface Scope {
  readonly world: World;
  readonly regionId: string;
}

const isHere = (one: { readonly cloud: string; readonly regionId: string }, { regionId }: Scope): boolean =>
  one.cloud === "aws" && one.regionId === regionId;
export const tgwsOf = (scope: Scope): readonly EstateGateway[] =>
  scope.world.atlas.estate.gateways.filter((gateway) => isHere(gateway, scope) && gateway.kind === "tgw");
export const vpcsOf = (scope: Scope): readonly EstateNetwork[] =>
  scope.world.atlas.estate.networks.filter((network) => isHere(network, scope));

/** VPN connections whose AWS end is a transit gateway of this Region, with that end and the other. */
export const vpnsOf = (scope: Scope) =>
  scope.world.atlas.estate.connections
    .filter(({ kind }) => kind === "vpn")
    .flatMap((connection) => {
      const tgw = tgwsOf(scope).find(({ id }) => id === connection.a.at || id === connection.b.at);
      if (!tgw) return [];
      const isA = connection.a.at === tgw.id;
      return [{ connection, tgw, own: isA ? connection.a : connection.b, other: isA ? connection.b : connection.a }];
    });

const nameTag = (name: string) => ({ tagSet: { item: [{ key: "Name", value: name }] } });
const ownerOf = (one: { readonly accountId?: string | undefined }): string => one.accountId ?? "000000000000";
const suffix = (providerId: string | undefined, id: string): string => (providerId ?? id).replace(/^[a-z]+-/, "");

type Described = {
  readonly id: string;
  readonly xml: Readonly<Record<string, unknown>>;
  readonly facts: Readonly<Record<string, string>>;
};
type Describe = (scope: Scope) => {
  readonly set: string;
  readonly idParameter: string;
  readonly items: readonly Described[];
};

/** The describe operations: name of the answer's set, of its id parameter, and the items with what filters may ask for. */
export const describers: Readonly<Record<string, Describe>> = {
  DescribeRegions: ({ world }) => ({
    set: "regionInfo",
    idParameter: "RegionName",
    items: [
      ...new Set(world.atlas.estate.networks.filter(({ cloud }) => cloud === "aws").map(({ regionId }) => regionId)),
    ].map((regionName) => ({
      id: regionName,
      xml: { regionName, regionEndpoint: `ec2.${regionName}.amazonaws.com`, optInStatus: "opt-in-not-required" },
      facts: { "region-name": regionName },
    })),
  }),
  DescribeVpcs: (scope) => ({
    set: "vpcSet",
    idParameter: "VpcId",
    items: vpcsOf(scope).map((network) => ({
      id: network.providerId ?? network.id,
      xml: {
        vpcId: network.providerId,
        ownerId: ownerOf(network),
        state: "available",
        cidrBlock: network.cidrs[0],
        cidrBlockAssociationSet: {
          item: network.cidrs.map((cidrBlock, i) => ({
            cidrBlock,
            associationId: `vpc-cidr-assoc-${suffix(network.providerId, network.id)}${i}`,
            cidrBlockState: { state: "associated" },
          })),
        },
        isDefault: false,
        instanceTenancy: "default",
        ...nameTag(network.id),
      },
      facts: {
        "vpc-id": network.providerId ?? "",
        cidr: network.cidrs[0] ?? "",
        "owner-id": ownerOf(network),
        state: "available",
      },
    })),
  }),
  DescribeSubnets: (scope) => ({
    set: "subnetSet",
    idParameter: "SubnetId",
    items: vpcsOf(scope).map((network) => ({
      id: `subnet-${suffix(network.providerId, network.id)}`,
      xml: {
        subnetId: `subnet-${suffix(network.providerId, network.id)}`,
        vpcId: network.providerId,
        cidrBlock: network.cidrs[0],
        state: "available",
        availabilityZone: `${network.regionId}a`,
        availableIpAddressCount: 4_000,
        ...nameTag(`${network.id}-a`),
      },
      facts: { "vpc-id": network.providerId ?? "", "cidr-block": network.cidrs[0] ?? "" },
    })),
  }),
  DescribeRouteTables: (scope) => ({
    set: "routeTableSet",
    idParameter: "RouteTableId",
    items: vpcsOf(scope).map((network) => ({
      id: routeTableOf(network),
      xml: {
        routeTableId: routeTableOf(network),
        vpcId: network.providerId,
        ownerId: ownerOf(network),
        routeSet: { item: vpcRoutes(scope, network) },
        associationSet: {
          item: [
            {
              routeTableAssociationId: `rtbassoc-${suffix(network.providerId, network.id)}`,
              routeTableId: routeTableOf(network),
              main: true,
              associationState: { state: "associated" },
            },
          ],
        },
        propagatingVgwSet: "",
        ...nameTag(network.id),
      },
      facts: { "vpc-id": network.providerId ?? "" },
    })),
  }),
  DescribeCustomerGateways: (scope) => ({
    set: "customerGatewaySet",
    idParameter: "CustomerGatewayId",
    items: vpnsOf(scope).map(({ connection, other }) => ({
      id: customerGatewayOf(connection),
      xml: {
        customerGatewayId: customerGatewayOf(connection),
        state: "available",
        type: "ipsec.1",
        ipAddress: publicIp(connection),
        bgpAsn: String(scope.world.atlas.gateways.get(other.at)?.asn ?? 65_000),
        ...nameTag(other.at),
      },
      facts: { state: "available" },
    })),
  }),
  DescribeVpnGateways: () => ({ set: "vpnGatewaySet", idParameter: "VpnGatewayId", items: [] }),
  DescribeVpnConnections: (scope) => ({
    set: "vpnConnectionSet",
    idParameter: "VpnConnectionId",
    items: vpnsOf(scope).map(({ connection, tgw }) => ({
      id: connection.providerId ?? connection.id,
      xml: {
        vpnConnectionId: connection.providerId,
        state: "available",
        type: "ipsec.1",
        customerGatewayId: customerGatewayOf(connection),
        transitGatewayId: tgw.providerId,
        customerGatewayConfiguration: `<vpn_connection id="${connection.providerId}"><customer_gateway_id>${customerGatewayOf(connection)}</customer_gateway_id></vpn_connection>`,
        options: { staticRoutesOnly: false, tunnelInsideIpVersion: "ipv4" },
        vgwTelemetry: { item: [telemetry(scope, connection)] },
        ...nameTag(connection.id),
      },
      facts: {
        "transit-gateway-id": tgw.providerId,
        state: "available",
        "vpn-connection-id": connection.providerId ?? "",
      },
    })),
  }),
  DescribeTransitGateways: (scope) => ({
    set: "transitGatewaySet",
    idParameter: "TransitGatewayIds",
    items: tgwsOf(scope).map((tgw) => ({
      id: tgw.providerId,
      xml: {
        transitGatewayId: tgw.providerId,
        transitGatewayArn: `arn:aws:ec2:${tgw.regionId}:${ownerOf(tgw)}:transit-gateway/${tgw.providerId}`,
        state: "available",
        ownerId: ownerOf(tgw),
        options: {
          amazonSideAsn: tgw.asn,
          associationDefaultRouteTableId: tgw.tables[0],
          propagationDefaultRouteTableId: tgw.tables[0],
        },
        ...nameTag(tgw.id),
      },
      facts: { state: "available", "owner-id": ownerOf(tgw) },
    })),
  }),
  DescribeTransitGatewayAttachments: (scope) => ({
    set: "transitGatewayAttachments",
    idParameter: "TransitGatewayAttachmentIds",
    items: attachmentsOf(scope).map((attachment) => ({
      id: attachment.transitGatewayAttachmentId,
      xml: {
        ...attachment,
        state: "available",
        association: { transitGatewayRouteTableId: attachment.tableId, state: "associated" },
        tableId: undefined,
      },
      facts: {
        "transit-gateway-id": attachment.transitGatewayId,
        "resource-type": attachment.resourceType,
        "resource-id": attachment.resourceId,
        state: "available",
      },
    })),
  }),
  DescribeTransitGatewayVpcAttachments: (scope) => ({
    set: "transitGatewayVpcAttachments",
    idParameter: "TransitGatewayAttachmentIds",
    items: attachmentsOf(scope)
      .filter(({ resourceType }) => resourceType === "vpc")
      .map((attachment) => ({
        id: attachment.transitGatewayAttachmentId,
        xml: {
          transitGatewayAttachmentId: attachment.transitGatewayAttachmentId,
          transitGatewayId: attachment.transitGatewayId,
          vpcId: attachment.resourceId,
          state: "available",
        },
        facts: {
          "transit-gateway-id": attachment.transitGatewayId,
          "vpc-id": attachment.resourceId,
          state: "available",
        },
      })),
  }),
  DescribeTransitGatewayRouteTables: (scope) => ({
    set: "transitGatewayRouteTables",
    idParameter: "TransitGatewayRouteTableIds",
    items: tgwsOf(scope).flatMap((tgw) =>
      tgw.tables.map((table, i) => ({
        id: table,
        xml: {
          transitGatewayRouteTableId: table,
          transitGatewayId: tgw.providerId,
          state: "available",
          defaultAssociationRouteTable: i === 0,
          defaultPropagationRouteTable: i === 0,
        },
        facts: { "transit-gateway-id": tgw.providerId, state: "available" },
      })),
    ),
  }),
};

export const routeTableOf = (network: EstateNetwork): string => `rtb-${suffix(network.providerId, network.id)}`;
const customerGatewayOf = (connection: EstateConnection): string =>
  `cgw-${suffix(connection.providerId, connection.id)}`;

/** A documentation address (RFC 5737) that is the same for the same connection. */
function publicIp({ id }: EstateConnection): string {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 254;
  return `203.0.113.${sum + 1}`;
}

function telemetry({ world }: Scope, connection: EstateConnection) {
  const { isSessionUp } = world.conditionOf(connection);
  return {
    outsideIpAddress: publicIp(connection),
    status: isSessionUp ? "UP" : "DOWN",
    statusMessage: isSessionUp ? `${connection.b.announces.length} BGP ROUTES` : "IPSEC IS DOWN",
    acceptedRouteCount: isSessionUp ? connection.b.announces.length : 0,
    lastStatusChange: new Date(Math.floor(world.clock.nowMs() / 60_000) * 60_000).toISOString(),
  };
}

function vpcRoutes({ world }: Scope, network: EstateNetwork) {
  const gateway = network.gatewayId === undefined ? undefined : world.atlas.gateways.get(network.gatewayId);
  const local = network.cidrs.map((destinationCidrBlock) => ({
    destinationCidrBlock,
    gatewayId: "local",
    state: "active",
    origin: "CreateRouteTable",
  }));
  const over = network.routes.map(({ prefix, connectionId }) => {
    const connection = world.atlas.connections.get(connectionId);
    return {
      destinationCidrBlock: prefix,
      ...(connection?.kind === "internet"
        ? { gatewayId: `igw-${suffix(network.providerId, network.id)}` }
        : { vpcPeeringConnectionId: connection?.providerId }),
      state: "active",
      origin: "CreateRoute",
    };
  });
  const rest = gateway
    ? [
        {
          destinationCidrBlock: "10.0.0.0/8",
          transitGatewayId: gateway.providerId,
          state: "active",
          origin: "CreateRoute",
        },
      ]
    : [];
  return [...local, ...over, ...rest];
}

/** Everything attached to the transit gateways of a Region. */
export function attachmentsOf(scope: Scope) {
  const ofVpcs = vpcsOf(scope).flatMap((network) => {
    const tgw = tgwsOf(scope).find(({ id }) => id === network.gatewayId);
    return tgw && network.attachmentId !== undefined
      ? [
          {
            transitGatewayAttachmentId: network.attachmentId,
            transitGatewayId: tgw.providerId,
            resourceType: "vpc",
            resourceId: network.providerId ?? network.id,
            tableId: network.gatewayTableId ?? tgw.tables[0] ?? "",
          },
        ]
      : [];
  });
  const types: Readonly<Record<string, string>> = {
    vpn: "vpn",
    "direct-connect": "direct-connect-gateway",
    "transit-peering": "peering",
  };
  const ofLinks = tgwsOf(scope).flatMap((tgw) =>
    scope.world.viewOf(tgw.id).links.flatMap(({ connection, own }) =>
      own.attachmentId === undefined
        ? []
        : [
            {
              transitGatewayAttachmentId: own.attachmentId,
              transitGatewayId: tgw.providerId,
              resourceType: types[connection.kind] ?? "connect",
              resourceId:
                connection.kind === "direct-connect"
                  ? `dxgw-${connection.id}`
                  : (connection.providerId ?? connection.id),
              tableId: tgw.tables[0] ?? "",
            },
          ],
    ),
  );
  return [...ofVpcs, ...ofLinks];
}

/** Items that the call's ids and filters leave. */
export function selectDescribed(
  items: readonly Described[],
  parameters: Ec2Parameters,
  idParameter: string,
): { readonly kept: readonly Described[]; readonly missing: string | undefined } {
  const ids = parameters.list(idParameter);
  const missing = ids.find((id) => !items.some((item) => item.id === id));
  const kept = items.filter((item) => {
    if (ids.length > 0 && !ids.includes(item.id)) return false;
    return [...parameters.filters()].every(
      ([name, values]) => !(name in item.facts) || values.includes(item.facts[name] ?? ""),
    );
  });
  return { kept, missing };
}
