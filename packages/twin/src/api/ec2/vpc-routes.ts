import type { EstateNetwork } from "../../estate/estate.ts";
import { canonical, covers } from "../../world/prefix.ts";
import type { NetworkRouteTarget } from "../../world/routing-state.ts";
import { ApiError } from "../api-error.ts";
import { coreNetworkArnOf } from "./core-networks.ts";
import { cidrOf, type Ec2Parameters } from "./parameters.ts";
import { internetGatewayOf, isCoreEdge, routeTableOf, type Scope, vpcsOf, type Xml } from "./scope.ts";

type Operation = (scope: Scope, parameters: Ec2Parameters) => Xml;

/** Routes of VPC tables: to the transit gateway or core network, to a peering connection, or to the internet gateway. */
export const vpcRouteOperations: Readonly<Record<string, Operation>> = {
  CreateRoute(scope, parameters) {
    const { network, prefix, routes } = place(scope, parameters);
    if (routes.has(prefix) || network.cidrs.some((range) => canonical(range) === prefix))
      throw new ApiError("RouteAlreadyExists", `The route identified by ${prefix} already exists.`);
    if (network.cidrs.some((range) => covers(range, prefix)))
      throw new ApiError(
        "InvalidParameterValue",
        `Route destination ${prefix} is more specific than the local route of the VPC; this target is not allowed there.`,
      );
    const target = targetOf(scope, parameters, network);
    scope.world.change("CreateRoute", () => routes.set(prefix, target));
    return { return: true };
  },
  ReplaceRoute(scope, parameters) {
    const { network, prefix, routes } = place(scope, parameters);
    if (!routes.has(prefix))
      throw new ApiError(
        "InvalidParameterValue",
        `There is no route defined for '${prefix}' in the route table. Use CreateRoute instead.`,
      );
    const target = targetOf(scope, parameters, network);
    scope.world.change("ReplaceRoute", () => routes.set(prefix, target));
    return { return: true };
  },
  DeleteRoute(scope, parameters) {
    const { network, prefix, routes } = place(scope, parameters);
    if (!routes.has(prefix))
      throw new ApiError(
        "InvalidRoute.NotFound",
        `no route with destination-cidr-block ${prefix} in route table ${routeTableOf(network)}`,
      );
    scope.world.change("DeleteRoute", () => routes.delete(prefix));
    return { return: true };
  },
};

interface TablePlace {
  readonly network: EstateNetwork;
  readonly prefix: string;
  readonly routes: Map<string, NetworkRouteTarget>;
}

function place(scope: Scope, parameters: Ec2Parameters): TablePlace {
  const tableId = parameters.need("RouteTableId");
  const network = vpcsOf(scope).find((one) => routeTableOf(one) === tableId);
  const routes = network && scope.world.routing.networkRoutes.get(network.id);
  if (!network || !routes)
    throw new ApiError("InvalidRouteTableID.NotFound", `The routeTable ID '${tableId}' does not exist`);
  return { network, prefix: cidrOf(parameters), routes };
}

/** What the call names as next hop. @throws ApiError if it is none of this VPC's */
function targetOf({ world }: Scope, parameters: Ec2Parameters, network: EstateNetwork): NetworkRouteTarget {
  const own = world.atlas.estate.connections.filter(({ a, b }) => a.at === network.id || b.at === network.id);
  const gateway = network.gatewayId === undefined ? undefined : world.atlas.gateways.get(network.gatewayId);
  const coreNetworkArn = parameters.text("CoreNetworkArn");
  if (coreNetworkArn !== undefined) {
    if (gateway && isCoreEdge(gateway) && coreNetworkArnOf(gateway) === coreNetworkArn)
      return { kind: "gateway", id: gateway.id };
    throw new ApiError("InvalidCoreNetworkArn.NotFound", `The core network '${coreNetworkArn}' does not exist.`);
  }
  const tgwId = parameters.text("TransitGatewayId");
  if (tgwId !== undefined) {
    if (gateway?.providerId === tgwId && !isCoreEdge(gateway)) return { kind: "gateway", id: gateway.id };
    throw new ApiError("InvalidTransitGatewayID.NotFound", `The transitGateway ID '${tgwId}' does not exist.`);
  }
  const peeringId = parameters.text("VpcPeeringConnectionId");
  if (peeringId !== undefined) {
    const peering = own.find(({ providerId }) => providerId === peeringId);
    if (peering) return { kind: "connection", id: peering.id };
    throw new ApiError(
      "InvalidVpcPeeringConnectionID.NotFound",
      `The vpcPeeringConnection ID '${peeringId}' does not exist`,
    );
  }
  const gatewayId = parameters.text("GatewayId");
  if (gatewayId !== undefined) {
    const line = gatewayId === internetGatewayOf(network) ? own.find(({ kind }) => kind === "internet") : undefined;
    if (line) return { kind: "connection", id: line.id };
    throw new ApiError("InvalidGatewayID.NotFound", `The gateway ID '${gatewayId}' does not exist`);
  }
  throw new ApiError(
    "MissingParameter",
    "The request must contain exactly one of gatewayId, transitGatewayId, coreNetworkArn, vpcPeeringConnectionId",
  );
}
