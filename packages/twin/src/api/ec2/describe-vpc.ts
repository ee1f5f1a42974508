import type { EstateNetwork } from "../../estate/estate.ts";
import { coreNetworkArnOf } from "./core-networks.ts";
import type { Describe } from "./describe.ts";
import {
  internetGatewayOf,
  isCoreEdge,
  ownerOf,
  routeTableOf,
  type Scope,
  suffixOf,
  tagFacts,
  tagSet,
  vpcsOf,
  type Xml,
} from "./scope.ts";

/** VPCs, and what is in them. A VPC of the twin has one subnet and one route table. */
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
    items: vpcsOf(scope).map((network) => {
      const subnetId = `subnet-${suffixOf(network.providerId, network.id)}`;
      return {
        id: subnetId,
        xml: {
          subnetId,
          vpcId: network.providerId,
          ownerId: ownerOf(network),
          cidrBlock: network.cidrs[0],
          state: "available",
          availabilityZone: `${network.regionId}a`,
          availableIpAddressCount: 4_000,
          ...tagSet(`${network.id}-a`),
        },
        facts: {
          "subnet-id": subnetId,
          "vpc-id": network.providerId ?? "",
          "cidr-block": network.cidrs[0] ?? "",
          "availability-zone": `${network.regionId}a`,
          "owner-id": ownerOf(network),
          state: "available",
          ...tagFacts(`${network.id}-a`),
        },
      };
    }),
  }),
  DescribeRouteTables: (scope) => ({
    set: "routeTableSet",
    idParameter: "RouteTableId",
    notFound: "InvalidRouteTableID.NotFound",
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
              routeTableAssociationId: `rtbassoc-${suffixOf(network.providerId, network.id)}`,
              routeTableId: routeTableOf(network),
              main: true,
              associationState: { state: "associated" },
            },
          ],
        },
        propagatingVgwSet: "",
        ...tagSet(network.id, network.tags),
      },
      facts: {
        "route-table-id": routeTableOf(network),
        "vpc-id": network.providerId ?? "",
        "owner-id": ownerOf(network),
        "association.main": "true",
        ...tagFacts(network.id, network.tags),
      },
    })),
  }),
};

function vpcRoutes({ world, read }: Scope, network: EstateNetwork): readonly Xml[] {
  const local = network.cidrs.map((destinationCidrBlock) => ({
    destinationCidrBlock,
    gatewayId: "local",
    state: "active",
    origin: "CreateRouteTable",
  }));
  const set = [...(read.networkRoutes.get(network.id) ?? [])].map(([destinationCidrBlock, { kind, id }]) => {
    const connection = kind === "connection" ? world.atlas.connections.get(id) : undefined;
    const gateway = kind === "gateway" ? world.atlas.gateways.get(id) : undefined;
    const target =
      kind === "gateway"
        ? gateway && isCoreEdge(gateway)
          ? { coreNetworkArn: coreNetworkArnOf(gateway) }
          : { transitGatewayId: gateway?.providerId }
        : connection?.kind === "internet"
          ? { gatewayId: internetGatewayOf(network) }
          : { vpcPeeringConnectionId: connection?.providerId };
    return { destinationCidrBlock, ...target, state: "active", origin: "CreateRoute" };
  });
  return [...local, ...set];
}
