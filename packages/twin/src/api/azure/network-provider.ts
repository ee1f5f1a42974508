import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError, armOk, armPage } from "./arm-answer.ts";
import { bgpReads } from "./bgp-reads.ts";
import { connectionEnd, connections, withoutLive } from "./connections.ts";
import { countedTypes } from "./counted-links.ts";
import {
  arpTable,
  circuitEnds,
  circuitRoutes,
  expressRouteCircuits,
  PRIVATE_PEERING,
  privatePeering,
} from "./express-route-circuits.ts";
import { localNetworkGateways, publicIPAddresses, virtualNetworkGateways } from "./gateways.ts";
import { expressRouteGateways, vpnGateways, vpnSites } from "./hub-gateways.ts";
import { hubPart } from "./hub-provider.ts";
import { startOperation } from "./long-operations.ts";
import { putBornGateway } from "./made/born-gateway.ts";
import { sharedKeyOf } from "./made/connections.ts";
import { builtGatewayId } from "./made/gateways.ts";
import { madePart, madeWhole } from "./made/index.ts";
import { madeIn, recordAt } from "./made/records.ts";
import { networkSecurityGroups, securityRulePart } from "./made/security-rules.ts";
import { metricsOf } from "./metrics.ts";
import { siteFailoverTest } from "./site-failover-tests.ts";
import { gatewaysOf, type ResourceGroup, virtualHubsOf, vnetsOf } from "./subscription.ts";
import { routePart, routeTableId } from "./user-routes.ts";
import { virtualHubs, virtualWans } from "./virtual-hubs.ts";
import { networkInterfaces, routeTables, virtualNetworks } from "./virtual-networks.ts";
import { putConnection } from "./write-connection.ts";
import { putHub } from "./write-hub.ts";
import { putPeering } from "./write-peering.ts";

interface ResourceType {
  readonly list: (group: ResourceGroup) => readonly ArmResource[];
  /** How a list shows one; by default as it is. */
  readonly listed?: (resource: ArmResource) => ArmResource;
  /** Some types can be listed only group by group. */
  readonly isSubscriptionWide: boolean;
}

/** The types there are, by their name in lower case. */
const types: ReadonlyMap<string, ResourceType> = new Map(
  Object.entries({
    virtualnetworks: { list: virtualNetworks, isSubscriptionWide: true },
    networkinterfaces: { list: networkInterfaces, isSubscriptionWide: true },
    networksecuritygroups: { list: networkSecurityGroups, isSubscriptionWide: true },
    routetables: { list: routeTables, isSubscriptionWide: true },
    publicipaddresses: { list: publicIPAddresses, isSubscriptionWide: true },
    virtualnetworkgateways: { list: virtualNetworkGateways, isSubscriptionWide: false },
    localnetworkgateways: { list: localNetworkGateways, isSubscriptionWide: false },
    connections: { list: connections, listed: withoutLive, isSubscriptionWide: false },
    expressroutecircuits: { list: expressRouteCircuits, isSubscriptionWide: true },
    privateendpoints: {
      list: (group) => madeIn(group, "Microsoft.Network/privateEndpoints"),
      isSubscriptionWide: true,
    },
    privatednszones: { list: (group) => madeIn(group, "Microsoft.Network/privateDnsZones"), isSubscriptionWide: true },
    virtualwans: { list: virtualWans, isSubscriptionWide: true },
    virtualhubs: { list: virtualHubs, isSubscriptionWide: true },
    vpngateways: { list: vpnGateways, isSubscriptionWide: true },
    vpnsites: { list: vpnSites, isSubscriptionWide: true },
    expressroutegateways: { list: expressRouteGateways, isSubscriptionWide: true },
  } satisfies Readonly<Record<string, ResourceType>>),
);

/** A list over all groups that may be seen: those that may not are left out without a word. */
export function subscriptionWide(
  groups: readonly ResourceGroup[],
  [, typeName = ""]: readonly string[],
  request: RestRequest,
): RestAnswer {
  const type = types.get(typeName.toLowerCase());
  if (!type?.isSubscriptionWide) return invalidType(typeName);
  return armPage(groups.flatMap(type.list).map(type.listed ?? ((one) => one)), request);
}

/** What follows `…/resourceGroups/{name}`: a list, an object, a part of one, or an action. */
export function inGroup(group: ResourceGroup, segments: readonly string[], request: RestRequest): RestAnswer {
  const [word, provider, typeName = "", name, part, partName, action, argument] = segments;
  if (word?.toLowerCase() !== "providers" || provider?.toLowerCase() !== "microsoft.network")
    return invalidType(segments.join("/"));
  const type = types.get(typeName.toLowerCase());
  if (!type) return invalidType(typeName);
  const all = type.list(group);
  if (name === undefined) return armPage(all.map(type.listed ?? ((one) => one)), request);
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const kind = typeName.toLowerCase();
  if (part === undefined) {
    if (found && request.method === "GET") return armOk(found);
    if (found && !recordAt(group.world, found.type, found.id))
      return request.method === "PUT" ? put(group, kind, found, request) : readOnly(request);
    return madeWhole(group, typeName, name, request) ?? notFound(group, `${provider}/${typeName}/${name}`);
  }
  if (!found) return notFound(group, `${provider}/${typeName}/${name}`);
  if (isMetrics(segments.slice(4))) return metricsOf(group, countedTypes[kind], found, request);
  if (kind === "virtualnetworks" || kind === "privatednszones")
    return partOf(group, found, [typeName, name, part, ...(partName === undefined ? [] : [partName])], request);
  if (kind === "networksecuritygroups" && part.toLowerCase() === "securityrules")
    return securityRulePart(group, found, partName, request);
  if (kind === "connections" && part.toLowerCase() === "sharedkey")
    return sharedKeyOf(group, found, request) ?? notFound(group, `${found.id}/sharedKey`);
  if (kind === "routetables" && part.toLowerCase() === "routes") {
    const vnet = vnetsOf(group).find((network) => routeTableId(group, network) === found.id);
    return vnet ? routePart(group, vnet, partName, request) : notFound(group, found.id);
  }
  if (kind === "virtualnetworkgateways" && request.method === "POST")
    return siteFailoverTest(group, found, part, request) ?? gatewayRead(group, found, part, request);
  if (kind === "expressroutecircuits" && part.toLowerCase() === "peerings")
    return circuitPart(group, found, { partName, action, argument }, request);
  return hubPart(group, kind, found, segments.slice(4), request) ?? invalidType(`${typeName}/${part}`);
}

const METRICS = "providers/microsoft.insights/metrics";
/** True of what follows a resource's name where its metrics are asked for. */
export const isMetrics = (segments: readonly string[]): boolean => segments.join("/").toLowerCase() === METRICS;

/** Parts of a VNet or of a zone. Those of the estate can be read only. */
function partOf(group: ResourceGroup, found: ArmResource, path: readonly string[], request: RestRequest): RestAnswer {
  const [typeName = "", , part = "", partName] = path;
  const field = { subnets: "subnets", virtualnetworkpeerings: "virtualNetworkPeerings" }[part.toLowerCase()];
  const listed = field === undefined ? [] : (found.properties[field] as readonly ArmResource[]);
  if (field !== undefined && partName === undefined) return armPage(listed, request);
  const one = listed.find(({ name }) => name.toLowerCase() === partName?.toLowerCase());
  if (one && request.method === "GET") return armOk(one);
  if (one && !recordAt(group.world, one.type, one.id)) return readOnly(request);
  const made = madePart(group, path, request);
  return made ?? notFound(group, `${typeName}/${found.name}/${part}/${partName}`);
}

/** The types of which an object of the estate can be written. */
function put(group: ResourceGroup, kind: string, found: ArmResource, request: RestRequest): RestAnswer {
  const end = kind === "connections" ? connectionEnd(group, found) : undefined;
  if (end) return putConnection(group, found, end, request);
  if (kind === "virtualnetworkgateways" && found.properties.gatewayType === "Vpn")
    return putBornGateway(
      group,
      found,
      request,
      () => virtualNetworkGateways(group).find(({ id }) => id === found.id) ?? found,
    );
  const hub = kind === "virtualhubs" && virtualHubsOf(group).find(({ providerId }) => providerId === found.name);
  return hub ? putHub(group, found, hub, request) : readOnly(request);
}

function gatewayRead(group: ResourceGroup, found: ArmResource, action: string, request: RestRequest): RestAnswer {
  const read = bgpReads.get(action.toLowerCase());
  if (!read) return invalidType(`virtualNetworkGateways/${action}`);
  const gateway =
    gatewaysOf(group).find(({ providerId }) => providerId === found.name) ??
    group.world.atlas.gateways.get(builtGatewayId(found.id));
  // an ExpressRoute gateway speaks to Microsoft's edge only; what the far side says is in the circuit's tables
  const result = gateway ? read(group.world, gateway, request.query.get("peer") ?? "") : { value: [] };
  return startOperation(group.world, request, group, result);
}

function circuitPart(
  group: ResourceGroup,
  circuit: ArmResource,
  { partName, action, argument }: Readonly<Record<"partName" | "action" | "argument", string | undefined>>,
  request: RestRequest,
): RestAnswer {
  const end = circuitEnds(group).find(({ name }) => name === circuit.name);
  if (!end) return notFound(group, circuit.id);
  const peering = privatePeering(group, end);
  if (partName === undefined) return armPage([peering], request);
  if (partName.toLowerCase() !== PRIVATE_PEERING.toLowerCase())
    return notFound(group, `expressRouteCircuits/${circuit.name}/peerings/${partName}`);
  if (action === undefined) return request.method === "PUT" ? putPeering(group, peering, end, request) : armOk(peering);
  // only the first of the two edge routers is connected in the estate
  const isPrimary = argument?.toLowerCase() === "primary";
  if (action.toLowerCase() === "routetables")
    return startOperation(group.world, request, group, { value: isPrimary ? circuitRoutes(group, end) : [] });
  if (action.toLowerCase() === "arptables")
    return startOperation(group.world, request, group, { value: isPrimary ? arpTable(end) : [] });
  return invalidType(`expressRouteCircuits/peerings/${action}`);
}

const invalidType = (type: string): RestAnswer =>
  armError(
    404,
    "InvalidResourceType",
    `The resource type '${type}' could not be found in the namespace 'Microsoft.Network'.`,
  );
const notFound = (group: ResourceGroup, what: string): RestAnswer =>
  armError(
    404,
    "ResourceNotFound",
    `The Resource '${what}' under resource group '${group.name}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
const readOnly = ({ method }: RestRequest): RestAnswer =>
  armError(
    405,
    "MethodNotAllowed",
    `The method '${method}' is not served here: this world is changed by its lab only.`,
  );
