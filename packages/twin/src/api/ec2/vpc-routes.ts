import type { EstateNetwork } from "../../estate/estate.ts";
import { canonical, covers } from "../../world/prefix.ts";
import { type NetworkRouteTarget, networkTable } from "../../world/routing-state.ts";
import { type VpcTable, vpcTableId } from "../../world/select-vpc.ts";
import { ApiError } from "../api-error.ts";
import { isUnderWay } from "./build/under-way.ts";
import { coreNetworkArnOf } from "./core-networks.ts";
import { appliancesIn } from "./describe-interfaces.ts";
import type { Operation } from "./operation.ts";
import { cidrOf, type Ec2Parameters } from "./parameters.ts";
import { internetGatewayOf, isCoreEdge, type Scope, vgwsOf, vpcTablesOf, type Xml } from "./scope.ts";

/** Routes of VPC tables: to a gateway or core network, a peering connection or an appliance's interface; and what is propagated into them. */
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
    const { tableId, prefix, routes } = place(scope, parameters);
    if (!routes.has(prefix))
      throw new ApiError(
        "InvalidRoute.NotFound",
        `no route with destination-cidr-block ${prefix} in route table ${tableId}`,
      );
    scope.world.change("DeleteRoute", () => routes.delete(prefix));
    return { return: true };
  },

  EnableVgwRoutePropagation: (scope, parameters) => propagate(scope, parameters, true),
  DisableVgwRoutePropagation: (scope, parameters) => propagate(scope, parameters, false),
};

function propagate(scope: Scope, parameters: Ec2Parameters, isOn: boolean): Xml {
  const { network } = tableOf(scope, parameters);
  const gatewayId = parameters.need("GatewayId");
  const gateway = vgwsOf(scope).find(({ providerId, vpcId }) => providerId === gatewayId && vpcId === network.id);
  if (!gateway) throw new ApiError("InvalidGatewayID.NotFound", `The gateway ID '${gatewayId}' does not exist`);
  const { propagations } = scope.world.routing;
  const key = `${parameters.need("RouteTableId")}|${gatewayId}`;
  scope.world.change(`${isOn ? "Enable" : "Disable"}VgwRoutePropagation`, () => {
    if (isOn) propagations.add(key);
    else propagations.delete(key);
  });
  return { return: true };
}

interface TablePlace {
  readonly network: EstateNetwork;
  readonly tableId: string;
  readonly prefix: string;
  readonly routes: Map<string, NetworkRouteTarget>;
}

function tableOf(scope: Scope, parameters: Ec2Parameters): VpcTable {
  const tableId = parameters.need("RouteTableId");
  const table = vpcTablesOf(scope).find((one) => vpcTableId(one) === tableId);
  if (table) return table;
  throw new ApiError("InvalidRouteTableID.NotFound", `The routeTable ID '${tableId}' does not exist`);
}

function place(scope: Scope, parameters: Ec2Parameters): TablePlace {
  const table = tableOf(scope, parameters);
  const { network, partTableId } = table;
  const routes = scope.world.routing.networkRoutes.get(networkTable(network.id, partTableId)) ?? new Map();
  return { network, tableId: vpcTableId(table), prefix: cidrOf(parameters), routes };
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
    const isPending = isUnderWay(world, network.attachmentId ?? "");
    if (gateway?.providerId === tgwId && !isCoreEdge(gateway) && !isPending) return { kind: "gateway", id: gateway.id };
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
    const virtual = world.atlas.estate.gateways.find(
      ({ providerId, vpcId }) => providerId === gatewayId && vpcId === network.id,
    );
    if (virtual) return { kind: "gateway", id: virtual.id };
    const line = gatewayId === internetGatewayOf(network) ? own.find(({ kind }) => kind === "internet") : undefined;
    if (line) return { kind: "connection", id: line.id };
    throw new ApiError("InvalidGatewayID.NotFound", `The gateway ID '${gatewayId}' does not exist`);
  }
  const interfaceId = parameters.text("NetworkInterfaceId");
  if (interfaceId !== undefined) {
    const appliance = appliancesIn(world, network).find((one) => one.networkInterfaceId === interfaceId);
    if (appliance) return { kind: "gateway", id: appliance.gateway.id };
    throw new ApiError("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${interfaceId}' does not exist`);
  }
  throw new ApiError(
    "MissingParameter",
    "The request must contain exactly one of gatewayId, transitGatewayId, coreNetworkArn, vpcPeeringConnectionId, networkInterfaceId",
  );
}
