import type { Estate, EstateNetwork } from "../estate/estate.ts";
import type { HubPreference } from "./select-hub.ts";
import type { NextHop } from "./select-route.ts";

/** All that can be changed about where packets go. The rest follows from the estate and from which sessions are up. */
export interface RoutingState {
  /** Static routes of transit gateways: table → prefix → attachment, or `blackhole`. */
  readonly staticRoutes: Map<string, Map<string, string>>;
  /** Propagations that are on: `table|attachment`; into a table of a VPC `table|virtual private gateway`, as AWS names both. */
  readonly propagations: Set<string>;
  /** Prefix lists of routers: `router|list` → sequence → entry. */
  readonly prefixLists: Map<string, Map<number, PrefixListEntry>>;
  /** What Direct Connect gateways may announce where their API was told so: `gateway|connection` → prefixes. */
  readonly allowedPrefixes: Map<string, readonly string[]>;
  /** Routes in the tables of networks besides the local ones: network, or `network|table` of a part of it → prefix → where to. */
  readonly networkRoutes: Map<string, Map<string, NetworkRouteTarget>>;
  /** Weights of connections at Azure gateways: `gateway|connection` → weight. */
  readonly connectionWeights: Map<string, number>;
  /** What hubs of a Virtual WAN were told to prefer: gateway → preference. */
  readonly hubPreferences: Map<string, HubPreference>;
  /** ExpressRoute connections whose circuit's peering is switched off. */
  readonly disabledPeerings: Set<string>;
  /** Sessions of Cloud Routers whose list was written, all of a router or none: gateway → connection → session. */
  readonly cloudRouters: Map<string, Map<string, CloudRouterPeer>>;
  /** Import policies of Cloud Routers: gateway → name → policy. */
  readonly routePolicies: Map<string, Map<string, RoutePolicy>>;
  /** Static routes that were added to VPC networks: network → name → route. */
  readonly vpcRoutes: Map<string, Map<string, VpcRoute>>;
  /** Virtual circuits that were written: `gateway|connection` → circuit. */
  readonly circuits: Map<string, VirtualCircuitState>;
  /** Statements by which the table of a DRG imports, once they were written: gateway → id → statement. Before, all is imported. */
  readonly drgStatements: Map<string, Map<string, DrgStatement>>;
  /** Static rules of the table of a DRG: gateway → id → rule. */
  readonly drgRules: Map<string, Map<string, DrgRule>>;
}

/** A virtual circuit of Oracle's as its API was told it. */
export interface VirtualCircuitState {
  readonly trafficMode: "NORMAL" | "DRAIN";
  readonly displayName?: string;
  /** Each write makes another version of it. */
  readonly writeCount: number;
}

/** What can be attached to a DRG. */
export type DrgAttachmentType = "VCN" | "IPSEC_TUNNEL" | "VIRTUAL_CIRCUIT" | "REMOTE_PEERING_CONNECTION";

/** A statement of an import distribution: accepts what meets all of its criteria. */
export interface DrgStatement {
  readonly id: string;
  readonly priority: number;
  readonly criteria: readonly DrgCriterion[];
}

export type DrgCriterion =
  | { readonly kind: "all" }
  | { readonly kind: "type"; readonly type: DrgAttachmentType }
  /** A network or connection. */
  | { readonly kind: "attachment"; readonly placeId: string };

/** A static rule of a DRG's table. */
export interface DrgRule {
  readonly id: string;
  readonly prefix: string;
  readonly nextHop: NextHop;
}

/** A session of a Cloud Router as its API was told it. */
export interface CloudRouterPeer {
  /** The MED it announces. */
  readonly priority: number;
  readonly isEnabled: boolean;
  /** Names of the policies that what it hears goes through, in this order. */
  readonly importPolicies: readonly string[];
  /** All that was written, shown again as it is. */
  readonly asWritten: Readonly<Record<string, unknown>>;
}

/** A policy of a Cloud Router that sets the MED of what is heard. */
export interface RoutePolicy {
  readonly name: string;
  /** These and all longer ones. */
  readonly prefixes: readonly string[];
  readonly med: number;
  /** All that was written, shown again as it is. */
  readonly asWritten: Readonly<Record<string, unknown>>;
}

/** A static route of a VPC network over a tunnel. */
export interface VpcRoute {
  readonly name: string;
  readonly prefix: string;
  /** The lower number wins. */
  readonly priority: number;
  readonly connectionId: string;
  readonly description: string;
  /** The tunnel as the caller wrote it. */
  readonly nextHopVpnTunnel: string;
}

export interface PrefixListEntry {
  readonly action: "permit" | "deny";
  readonly prefix: string;
  readonly le: number | undefined;
}

/** Where a network's own table sends a prefix: to a gateway, or over a connection of its own. */
export interface NetworkRouteTarget {
  readonly kind: "gateway" | "connection";
  /** `blackhole` = packets are dropped without a word. */
  readonly id: string;
  /** The route as Azure's API was told it, where it was. */
  readonly userRoute?: UserRoute;
}

/** A user-defined route of Azure besides its prefix. */
export interface UserRoute {
  readonly name: string;
  readonly nextHopType: string;
  readonly nextHopIpAddress?: string;
}

/** Key of the routes of a network, or of a part of it that has a table of its own. */
export const networkTable = (networkId: string, routeTableId: string | undefined): string =>
  routeTableId === undefined ? networkId : `${networkId}|${routeTableId}`;

/** What a network sends to its gateway, unless its table says otherwise. */
export const DEFAULT_ROUTE = "0.0.0.0/0";

/** What is private (RFC 1918): a VPC with a NAT gateway sends that to its gateway, and the rest to the internet. */
const PRIVATE_PREFIXES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const bornPrefixes = ({ cloud, egressIp }: EstateNetwork): readonly string[] =>
  cloud === "aws" && egressIp !== undefined ? PRIVATE_PREFIXES : [DEFAULT_ROUTE];

/** The state an estate begins with: what its connections propagate, no static routes, empty drain lists. */
export function initialRouting(estate: Estate): RoutingState {
  const propagations = new Set<string>();
  for (const { a, b } of estate.connections)
    for (const end of [a, b])
      for (const table of end.propagatesTo) propagations.add(`${table}|${end.attachmentId ?? ""}`);
  const networkRoutes = new Map<string, Map<string, NetworkRouteTarget>>();
  for (const network of estate.networks) {
    const gateway = estate.gateways.find(({ id }) => id === network.gatewayId);
    if (gateway?.kind === "tgw" && network.attachmentId !== undefined)
      for (const table of gateway.tables) propagations.add(`${table}|${network.attachmentId}`);
    const routes = new Map<string, NetworkRouteTarget>();
    for (const { prefix, connectionId } of network.routes) routes.set(prefix, { kind: "connection", id: connectionId });
    if (gateway && !routes.has(DEFAULT_ROUTE))
      for (const prefix of bornPrefixes(network)) routes.set(prefix, { kind: "gateway", id: gateway.id });
    networkRoutes.set(network.id, routes);
    for (const { routeTableId } of network.subnets)
      networkRoutes.set(networkTable(network.id, routeTableId), new Map(routes));
  }
  for (const { vpcId, providerId, tables } of estate.gateways)
    if (vpcId !== undefined) for (const table of tables) propagations.add(`${table}|${providerId}`);
  const connectionWeights = new Map<string, number>();
  for (const { id, a, b } of estate.connections)
    for (const { at, routingWeight } of [a, b])
      if (routingWeight !== undefined) connectionWeights.set(`${at}|${id}`, routingWeight);
  return {
    staticRoutes: new Map(),
    propagations,
    prefixLists: new Map(),
    allowedPrefixes: new Map(),
    networkRoutes,
    connectionWeights,
    hubPreferences: new Map(),
    disabledPeerings: new Set(),
    cloudRouters: new Map(),
    routePolicies: new Map(),
    vpcRoutes: new Map(),
    circuits: new Map(),
    drgStatements: new Map(),
    drgRules: new Map(),
  };
}

/** A copy that later changes do not touch: what the data plane goes on using under stale forwarding. */
export const copyRouting = (state: RoutingState): RoutingState => ({
  staticRoutes: copyNested(state.staticRoutes),
  propagations: new Set(state.propagations),
  prefixLists: copyNested(state.prefixLists),
  allowedPrefixes: new Map(state.allowedPrefixes),
  networkRoutes: copyNested(state.networkRoutes),
  connectionWeights: new Map(state.connectionWeights),
  hubPreferences: new Map(state.hubPreferences),
  disabledPeerings: new Set(state.disabledPeerings),
  cloudRouters: copyNested(state.cloudRouters),
  routePolicies: copyNested(state.routePolicies),
  vpcRoutes: copyNested(state.vpcRoutes),
  circuits: new Map(state.circuits),
  drgStatements: copyNested(state.drgStatements),
  drgRules: copyNested(state.drgRules),
});

/** Makes `state` equal to `wanted`, in place: whoever holds it sees the change. */
export function overwriteRouting(state: RoutingState, wanted: RoutingState): void {
  const fresh = copyRouting(wanted);
  replaceAll(state.staticRoutes, fresh.staticRoutes);
  replaceAll(state.prefixLists, fresh.prefixLists);
  replaceAll(state.allowedPrefixes, fresh.allowedPrefixes);
  replaceAll(state.networkRoutes, fresh.networkRoutes);
  replaceAll(state.connectionWeights, fresh.connectionWeights);
  replaceAll(state.hubPreferences, fresh.hubPreferences);
  replaceAll(state.cloudRouters, fresh.cloudRouters);
  replaceAll(state.routePolicies, fresh.routePolicies);
  replaceAll(state.vpcRoutes, fresh.vpcRoutes);
  replaceAll(state.circuits, fresh.circuits);
  replaceAll(state.drgStatements, fresh.drgStatements);
  replaceAll(state.drgRules, fresh.drgRules);
  state.disabledPeerings.clear();
  for (const peering of fresh.disabledPeerings) state.disabledPeerings.add(peering);
  state.propagations.clear();
  for (const propagation of fresh.propagations) state.propagations.add(propagation);
}

function replaceAll<K, V>(map: Map<K, V>, wanted: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of wanted) map.set(key, value);
}

const copyNested = <K, V>(map: ReadonlyMap<string, Map<K, V>>): Map<string, Map<K, V>> =>
  new Map([...map].map(([key, inner]) => [key, new Map(inner)]));
