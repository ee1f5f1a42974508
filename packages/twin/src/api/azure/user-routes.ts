import * as z from "zod";
import type { EstateNetwork } from "../../estate/estate.ts";
import { DEFAULT_ROUTE, type NetworkRouteTarget, type UserRoute } from "../../world/routing-state.ts";
import { BLACKHOLE } from "../../world/select-route.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError, armOk, armPage, unparsable } from "./arm-answer.ts";
import { etagOf, staleVersion, startWrite, writeTo } from "./start-write.ts";
import { endsOf, hasOwnGateway, networkId, type ResourceGroup, vnetName } from "./subscription.ts";

/** World time a write of a route takes. */
const WRITE_MS = 10;

const RouteInput = z.object({
  properties: z.object({
    addressPrefix: z.cidrv4(),
    nextHopType: z.enum(["VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None"]),
    nextHopIpAddress: z.ipv4().optional(),
  }),
});
type RouteProperties = z.infer<typeof RouteInput>["properties"];

export const routeTableId = (group: ResourceGroup, network: EstateNetwork): string =>
  networkId(group.world, network, "routeTables", `rt-${vnetName(network)}`);

/** True if the VNet has a table: where the estate sends it to the internet, or its gateway decides as Azure's do. */
export const hasRouteTable = (group: ResourceGroup, network: EstateNetwork): boolean =>
  ownRoutes(group, network).length > 0 ||
  (network.gatewayId !== undefined &&
    hasOwnGateway(group.world, network) &&
    group.world.atlas.gateways.get(network.gatewayId)?.selects === "azure");

/** User-defined routes of a VNet, with what is being written to them. */
export function routesOf(group: ResourceGroup, network: EstateNetwork): readonly ArmResource[] {
  const etag = tableEtag(group, network);
  const id = routeTableId(group, network);
  const shown = ownRoutes(group, network).map(([prefix, target]) => {
    const route = userRouteOf(target);
    return resource(id, route.name, { addressPrefix: prefix, ...hopOf(route) }, "Succeeded", etag);
  });
  const pending = writeTo(group.world, `${id}/routes`)?.wanted as PendingRoute | undefined;
  if (!pending) return shown;
  const others = shown.filter(({ name }) => name !== pending.name);
  const gone = shown.find(({ name }) => name === pending.name);
  if (pending.properties) return [...others, resource(id, pending.name, pending.properties, "Updating", etag)];
  return gone ? [...others, { ...gone, properties: { ...gone.properties, provisioningState: "Deleting" } }] : others;
}

/** Changes with every route of the table, as Azure's do. */
export const tableEtag = (group: ResourceGroup, network: EstateNetwork): string => etagOf(ownRoutes(group, network));

/** What is under `…/routeTables/{name}/routes`. */
export function routePart(
  group: ResourceGroup,
  network: EstateNetwork,
  name: string | undefined,
  request: RestRequest,
): RestAnswer {
  const routes = routesOf(group, network);
  if (name === undefined) return armPage(routes, request);
  const found = routes.find((route) => route.name.toLowerCase() === name.toLowerCase());
  if (request.method === "PUT") return putRoute(group, network, found?.name ?? name, request);
  if (request.method === "DELETE")
    return found ? deleteRoute(group, network, found, request) : { statusCode: 204, body: undefined };
  return found
    ? armOk(found)
    : armError(404, "NotFound", `Resource ${routeTableId(group, network)}/routes/${name} not found.`);
}

interface PendingRoute {
  readonly name: string;
  readonly properties: RouteProperties | undefined;
}

function putRoute(group: ResourceGroup, network: EstateNetwork, name: string, request: RestRequest): RestAnswer {
  const input = RouteInput.safeParse(request.body);
  if (!input.success) return unparsable(input.error);
  const { properties } = input.data;
  const table = tableOf(group, network);
  const twin = table.get(properties.addressPrefix);
  const refused =
    refusal(group, network, properties) ??
    (twin && isOwn(group, twin) && userRouteOf(twin).name !== name
      ? `Route '${name}' conflicts with route '${userRouteOf(twin).name}': routes of a table cannot have the same address prefix.`
      : undefined);
  if (refused !== undefined) return armError(400, "InvalidRoute", refused);
  const before = ownRoutes(group, network).find(([, target]) => userRouteOf(target).name === name);
  const stale = staleVersion(request, before ? tableEtag(group, network) : undefined);
  if (stale) return stale;
  const target = targetOf(group, network, name, properties);
  const answer = startWrite(group, request, {
    ...orderOf(group, network, { name, properties }),
    action: "Microsoft.Network/routeTables/routes/write",
    commit: () => {
      if (before) remove(group, network, before[0]);
      table.set(properties.addressPrefix, target);
    },
  });
  if (answer.statusCode !== 202) return answer;
  const id = routeTableId(group, network);
  const body = resource(id, name, properties, "Updating", tableEtag(group, network));
  return { ...answer, statusCode: before ? 200 : 201, body };
}

function deleteRoute(
  group: ResourceGroup,
  network: EstateNetwork,
  found: ArmResource,
  request: RestRequest,
): RestAnswer {
  const stale = staleVersion(request, found.etag);
  if (stale) return stale;
  return startWrite(group, request, {
    ...orderOf(group, network, { name: found.name, properties: undefined }),
    action: "Microsoft.Network/routeTables/routes/delete",
    commit: () => remove(group, network, String(found.properties.addressPrefix)),
  });
}

const orderOf = (group: ResourceGroup, network: EstateNetwork, wanted: PendingRoute) => ({
  lock: routeTableId(group, network),
  resourceId: `${routeTableId(group, network)}/routes`,
  wanted,
  durationMs: WRITE_MS,
});

/** Why Azure does not take such a route. */
function refusal(
  group: ResourceGroup,
  network: EstateNetwork,
  { nextHopType, nextHopIpAddress }: RouteProperties,
): string | undefined {
  if (nextHopType === "VirtualAppliance")
    return nextHopIpAddress === undefined ? "A route to a VirtualAppliance needs nextHopIpAddress." : undefined;
  if (nextHopIpAddress !== undefined)
    return `nextHopIpAddress is allowed only where nextHopType is VirtualAppliance, not ${nextHopType}.`;
  if (nextHopType !== "VirtualNetworkGateway") return undefined;
  const gateway = network.gatewayId === undefined ? undefined : group.world.atlas.gateways.get(network.gatewayId);
  return gateway && endsOf(group.world, gateway).some(({ type }) => type === "ExpressRoute")
    ? "A route to the virtual network gateway is not supported for ExpressRoute, nor where ExpressRoute and VPN gateways are side by side."
    : undefined;
}

function targetOf(
  { world }: ResourceGroup,
  network: EstateNetwork,
  name: string,
  { nextHopType, nextHopIpAddress }: RouteProperties,
): NetworkRouteTarget {
  const userRoute: UserRoute = { name, nextHopType, ...(nextHopIpAddress !== undefined && { nextHopIpAddress }) };
  const { gateways, connections } = world.atlas.estate;
  switch (nextHopType) {
    case "VirtualNetworkGateway":
      return { kind: "gateway", id: network.gatewayId ?? BLACKHOLE, userRoute };
    case "VirtualAppliance": {
      // Azure does not look whether anything stands at that address
      const appliance = gateways.find(({ applianceIp }) => applianceIp === nextHopIpAddress);
      return { kind: "gateway", id: appliance?.id ?? BLACKHOLE, userRoute };
    }
    case "Internet": {
      const line = connections.find(
        ({ kind, a, b }) => kind === "internet" && (a.at === network.id || b.at === network.id),
      );
      return { kind: "connection", id: line?.id ?? BLACKHOLE, userRoute };
    }
    default:
      return { kind: "gateway", id: BLACKHOLE, userRoute };
  }
}

function remove(group: ResourceGroup, network: EstateNetwork, prefix: string): void {
  const table = tableOf(group, network);
  table.delete(prefix);
  if (prefix === DEFAULT_ROUTE && network.gatewayId !== undefined)
    table.set(DEFAULT_ROUTE, { kind: "gateway", id: network.gatewayId });
}

function tableOf({ world }: ResourceGroup, network: EstateNetwork): Map<string, NetworkRouteTarget> {
  const known = world.routing.networkRoutes.get(network.id);
  if (known) return known;
  const made = new Map<string, NetworkRouteTarget>();
  world.routing.networkRoutes.set(network.id, made);
  return made;
}

/** What a user wrote: by this API, or in the estate by sending a prefix over the internet. */
const isOwn = ({ world }: ResourceGroup, target: NetworkRouteTarget): boolean =>
  target.userRoute !== undefined ||
  (target.kind === "connection" && world.atlas.connections.get(target.id)?.kind === "internet");
const ownRoutes = (group: ResourceGroup, network: EstateNetwork) =>
  [...(group.world.routing.networkRoutes.get(network.id) ?? [])].filter(([, target]) => isOwn(group, target));
const userRouteOf = ({ id, userRoute }: NetworkRouteTarget): UserRoute =>
  userRoute ?? { name: id, nextHopType: "Internet" };
const hopOf = ({ nextHopType, nextHopIpAddress }: UserRoute) => ({
  nextHopType,
  ...(nextHopIpAddress !== undefined && { nextHopIpAddress }),
});

const resource = (
  tableId: string,
  name: string,
  properties: Readonly<Record<string, unknown>>,
  provisioningState: string,
  etag: string,
): ArmResource => ({
  id: `${tableId}/routes/${name}`,
  name,
  type: "Microsoft.Network/routeTables/routes",
  etag,
  properties: { provisioningState, ...properties },
});
