import type { EstateGateway } from "../../estate/estate.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError, armOk, armPage } from "./arm-answer.ts";
import { expressRouteName } from "./gateways.ts";
import { expressRouteConnections, sitesOf, vpnConnections, vpnSiteLinks } from "./hub-gateways.ts";
import { hubVpnGatewayName } from "./hub-ids.ts";
import { hubReads } from "./hub-routes.ts";
import { startOperation } from "./long-operations.ts";
import { type ResourceGroup, virtualHubsOf } from "./subscription.ts";
import { hubRouteTables, hubVirtualNetworkConnections } from "./virtual-hubs.ts";

type Parts = (group: ResourceGroup, hub: EstateGateway) => readonly ArmResource[];

/** What is inside an object of a Virtual WAN, by the types of both in lower case. */
const parts: ReadonlyMap<string, { readonly nameOf: (hub: EstateGateway) => string; readonly list: Parts }> = new Map([
  ["virtualhubs/hubvirtualnetworkconnections", { nameOf: hubName, list: hubVirtualNetworkConnections }],
  ["virtualhubs/hubroutetables", { nameOf: hubName, list: hubRouteTables }],
  ["vpngateways/vpnconnections", { nameOf: hubVpnGatewayName, list: vpnConnections }],
  ["expressroutegateways/expressrouteconnections", { nameOf: expressRouteName, list: expressRouteConnections }],
]);

function hubName({ providerId }: EstateGateway): string {
  return providerId;
}

/**
 * Answers for what is inside a hub, one of its gateways or a site: parts, parts of parts, and slow reads. `undefined` = this
 * type has no such part.
 */
export function hubPart(
  group: ResourceGroup,
  type: string,
  resource: ArmResource,
  path: readonly string[],
  request: RestRequest,
): RestAnswer | undefined {
  const [part = "", name, innerPart, innerName, ...rest] = path;
  if (type === "virtualhubs" && request.method === "POST" && path.length === 1)
    return hubRead(group, resource.name, part, request);
  const known = partsOf(group, type, resource.name, part);
  if (!known || request.method !== "GET" || rest.length > 0) return undefined;
  if (name === undefined) return armPage(known, request);
  const found = named(known, name);
  if (!found) return missing(group, `${resource.name}/${part}/${name}`);
  if (innerPart === undefined) return armOk(found);
  const inner = found.properties.vpnLinkConnections;
  if (innerPart.toLowerCase() !== "vpnlinkconnections" || !Array.isArray(inner)) return undefined;
  if (innerName === undefined) return armPage(inner, request);
  const link = named(inner as readonly ArmResource[], innerName);
  return link ? armOk(link) : missing(group, `${found.name}/${innerPart}/${innerName}`);
}

function partsOf(group: ResourceGroup, type: string, name: string, part: string): readonly ArmResource[] | undefined {
  const hubs = virtualHubsOf(group);
  if (type === "vpnsites" && part.toLowerCase() === "vpnsitelinks")
    return hubs.flatMap((hub) =>
      sitesOf(group.world, hub)
        .filter((site) => site.name === name)
        .flatMap((site) => vpnSiteLinks(group, hub, site)),
    );
  const known = parts.get(`${type}/${part.toLowerCase()}`);
  return known && hubs.filter((hub) => known.nameOf(hub) === name).flatMap((hub) => known.list(group, hub));
}

function hubRead(group: ResourceGroup, name: string, action: string, request: RestRequest): RestAnswer | undefined {
  const read = hubReads.get(action.toLowerCase());
  const hub = virtualHubsOf(group).find(({ providerId }) => providerId === name);
  if (!read || !hub) return undefined;
  const value = read(group, hub, request.body);
  return value
    ? startOperation(group.world, request, group, { value })
    : armError(400, "InvalidRequestFormat", "Cannot parse the request, or it names nothing of this hub.");
}

const named = (all: readonly ArmResource[], name: string): ArmResource | undefined =>
  all.find((one) => one.name.toLowerCase() === name.toLowerCase());
const missing = ({ name }: ResourceGroup, what: string): RestAnswer =>
  armError(404, "NotFound", `Resource '${what}' in resource group '${name}' was not found.`);
