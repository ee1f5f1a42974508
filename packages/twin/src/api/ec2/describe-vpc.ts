import type { EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import { networkTable } from "../../world/routing-state.ts";
import { propagatedInto, type VpcTable, vpcTableId } from "../../world/select-vpc.ts";
import type { World } from "../../world/world.ts";
import { coreNetworkArnOf } from "./core-networks.ts";
import type { Describe } from "./describe.ts";
import { appliancesIn } from "./describe-interfaces.ts";
import {
  internetGatewayOf,
  isCoreEdge,
  natGatewayOf,
  ownerOf,
  type Scope,
  subnetIdOf,
  suffixOf,
  tagFacts,
  tagSet,
  vgwsOf,
  vpcsOf,
  vpcTablesOf,
  type Xml,
} from "./scope.ts";

/** VPCs, and what is in them: a subnet with the main table, and one for each part that has a table of its own. */
export const vpcDescribers: Readonly<Record<string, Describe>> = {
  DescribeVpcs: (scope) => ({
    set: "vpcSet",
    idParameter: "VpcId",
    notFound: "InvalidVpcID.NotFound",
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
            associationId: `vpc-cidr-assoc-${suffixOf(network.providerId, network.id)}${i}`,
            cidrBlockState: { state: "associated" },
          })),
        },
        isDefault: false,
        instanceTenancy: "default",
        ...tagSet(network.id, network.tags),
      },
      facts: {
        "vpc-id": network.providerId ?? "",
        cidr: network.cidrs[0] ?? "",
        "owner-id": ownerOf(network),
        "is-default": "false",
        state: "available",
        ...tagFacts(network.id, network.tags),
      },
    })),
  }),
  DescribeSubnets: (scope) => ({
    set: "subnetSet",
    idParameter: "SubnetId",
    notFound: "InvalidSubnetID.NotFound",
    items: vpcsOf(scope).flatMap((network) => {
      const ofMain = `subnet-${suffixOf(network.providerId, network.id)}`;
      const parts = [{ cidr: network.cidrs[0], subnetId: ofMain }, ...network.subnets.map(asSubnet)];
      return parts.map(({ cidr, subnetId }) => ({
        id: subnetId,
        xml: {
          subnetId,
          vpcId: network.providerId,
          ownerId: ownerOf(network),
          cidrBlock: cidr,
          state: "available",
          availabilityZone: `${network.regionId}a`,
          availableIpAddressCount: 4_000,
          ...tagSet(`${network.id}-a`),
        },
        facts: {
          "subnet-id": subnetId,
          "vpc-id": network.providerId ?? "",
          "cidr-block": cidr ?? "",
          "availability-zone": `${network.regionId}a`,
          "owner-id": ownerOf(network),
          state: "available",
          ...tagFacts(`${network.id}-a`),
        },
      }));
    }),
  }),
  DescribeRouteTables: (scope) => ({
    set: "routeTableSet",
    idParameter: "RouteTableId",
    notFound: "InvalidRouteTableID.NotFound",
    items: vpcTablesOf(scope).map((table) => {
      const { network, partTableId } = table;
      const routeTableId = vpcTableId(table);
      const isMain = partTableId === undefined;
      return {
        id: routeTableId,
        xml: {
          routeTableId,
          vpcId: network.providerId,
          ownerId: ownerOf(network),
          routeSet: { item: vpcRoutes(scope, table) },
          associationSet: {
            item: [
              {
                routeTableAssociationId: routeTableId.replace("rtb-", "rtbassoc-"),
                routeTableId,
                main: isMain,
                ...(!isMain && { subnetId: subnetIdOf(routeTableId) }),
                associationState: { state: "associated" },
              },
            ],
          },
          propagatingVgwSet: {
            item: vgwsOf(scope)
              .filter(({ providerId }) => scope.read.propagations.has(`${routeTableId}|${providerId}`))
              .map(({ providerId }) => ({ gatewayId: providerId })),
          },
          ...tagSet(network.id, network.tags),
        },
        facts: {
          "route-table-id": routeTableId,
          "vpc-id": network.providerId ?? "",
          "owner-id": ownerOf(network),
          "association.main": String(isMain),
          ...tagFacts(network.id, network.tags),
        },
      };
    }),
  }),
};

const asSubnet = ({ cidr, routeTableId }: EstateNetwork["subnets"][number]) => ({
  cidr,
  subnetId: subnetIdOf(routeTableId),
});

const DEFAULT = "0.0.0.0/0";

function vpcRoutes(scope: Scope, table: VpcTable): readonly Xml[] {
  const { world, read } = scope;
  const { network } = table;
  const local = network.cidrs.map((destinationCidrBlock) => ({
    destinationCidrBlock,
    gatewayId: "local",
    state: "active",
    origin: "CreateRouteTable",
  }));
  const written = read.networkRoutes.get(networkTable(network.id, table.partTableId)) ?? new Map();
  const heard = propagatedInto(
    table,
    read,
    vgwsOf(scope).map(({ id }) => world.viewOf(id)),
  );
  const propagated = [...heard]
    .filter(([destinationCidrBlock]) => !written.has(destinationCidrBlock))
    .map(([destinationCidrBlock, { id }]) => ({
      destinationCidrBlock,
      gatewayId: world.atlas.gateways.get(id)?.providerId,
      state: "active",
      origin: "EnableVgwRoutePropagation",
    }));
  const set = [...written].map(([destinationCidrBlock, { kind, id }]) => {
    const connection = kind === "connection" ? world.atlas.connections.get(id) : undefined;
    const gateway = kind === "gateway" ? world.atlas.gateways.get(id) : undefined;
    const target =
      kind === "gateway"
        ? gateway && gatewayTarget(world, network, gateway)
        : connection?.kind === "internet"
          ? { gatewayId: internetGatewayOf(network) }
          : { vpcPeeringConnectionId: connection?.providerId };
    return { destinationCidrBlock, ...target, state: "active", origin: "CreateRoute" };
  });
  const isLedOut = network.egressIp !== undefined && !written.has(DEFAULT) && !heard.has(DEFAULT);
  const out = { destinationCidrBlock: DEFAULT, natGatewayId: natGatewayOf(network), state: "active" };
  return [...local, ...set, ...propagated, ...(isLedOut ? [{ ...out, origin: "CreateRoute" }] : [])];
}

/** How a route names a gateway: by what it is sold as, and an appliance by its interface. */
function gatewayTarget(world: World, network: EstateNetwork, gateway: EstateGateway): Xml {
  if (isCoreEdge(gateway)) return { coreNetworkArn: coreNetworkArnOf(gateway) };
  if (gateway.vpcId !== undefined) return { gatewayId: gateway.providerId };
  const appliance = appliancesIn(world, network).find((one) => one.gateway === gateway);
  return appliance ? { networkInterfaceId: appliance.networkInterfaceId } : { transitGatewayId: gateway.providerId };
}
