import type { EstateNetwork } from "../../estate/estate.ts";
import { ApiError } from "../api-error.ts";
import { routeTableOf, type Scope, vpcsOf } from "./describe.ts";
import type { Ec2Parameters } from "./parameters.ts";

type Operation = (scope: Scope, parameters: Ec2Parameters) => Readonly<Record<string, unknown>>;

/** Routes of VPC tables: to a peering connection, or back to the transit gateway by deleting what is more specific. */
export const vpcRouteOperations: Readonly<Record<string, Operation>> = {
  CreateRoute(scope, parameters) {
    const { network, prefix, routes } = target(scope, parameters);
    if (routes.has(prefix) || network.routes.some((route) => route.prefix === prefix))
      throw new ApiError("RouteAlreadyExists", `The route identified by ${prefix} already exists.`);
    routes.set(prefix, connectionOf(scope, parameters));
    return { return: true };
  },
  ReplaceRoute(scope, parameters) {
    const { network, prefix, routes } = target(scope, parameters);
    if (!routes.has(prefix) && !network.routes.some((route) => route.prefix === prefix))
      throw notFound(prefix, routeTableOf(network));
    routes.set(prefix, connectionOf(scope, parameters));
    return { return: true };
  },
  DeleteRoute(scope, parameters) {
    const { network, prefix, routes } = target(scope, parameters);
    if (!routes.delete(prefix)) throw notFound(prefix, routeTableOf(network));
    return { return: true };
  },
};

const notFound = (prefix: string, table: string): ApiError =>
  new ApiError("InvalidRoute.NotFound", `no route with destination-cidr-block ${prefix} in route table ${table}`);

function target(
  scope: Scope,
  parameters: Ec2Parameters,
): { readonly network: EstateNetwork; readonly prefix: string; readonly routes: Map<string, string> } {
  const tableId = parameters.need("RouteTableId");
  const network = vpcsOf(scope).find((one) => routeTableOf(one) === tableId);
  if (!network) throw new ApiError("InvalidRouteTableID.NotFound", `The routeTable ID '${tableId}' does not exist`);
  const known = scope.world.routing.networkRoutes.get(network.id);
  const routes = known ?? new Map<string, string>();
  if (!known) scope.world.routing.networkRoutes.set(network.id, routes);
  return { network, prefix: parameters.need("DestinationCidrBlock"), routes };
}

function connectionOf({ world }: Scope, parameters: Ec2Parameters): string {
  const wanted = parameters.text("VpcPeeringConnectionId");
  const connection = world.atlas.estate.connections.find(
    ({ providerId }) => providerId !== undefined && providerId === wanted,
  );
  if (connection) return connection.id;
  throw new ApiError(
    "InvalidVpcPeeringConnectionID.NotFound",
    `The vpcPeeringConnection ID '${wanted ?? ""}' does not exist`,
  );
}
