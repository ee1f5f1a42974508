import type { Estate } from "../estate/estate.ts";
import type { HubPreference } from "./select-hub.ts";

/** All that can be changed about where packets go. The rest follows from the estate and from which sessions are up. */
export interface RoutingState {
  /** Static routes of transit gateways: table → prefix → attachment, or `blackhole`. */
  readonly staticRoutes: Map<string, Map<string, string>>;
  /** Propagations that are on: `table|attachment`. */
  readonly propagations: Set<string>;
  /** Prefix lists of routers: `router|list` → sequence → entry. */
  readonly prefixLists: Map<string, Map<number, PrefixListEntry>>;
  /** Routes in the tables of networks besides the local ones: network → prefix → where to. */
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

/** What a network sends to its gateway, unless its table says otherwise. */
export const DEFAULT_ROUTE = "0.0.0.0/0";

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
    if (gateway && !routes.has(DEFAULT_ROUTE)) routes.set(DEFAULT_ROUTE, { kind: "gateway", id: gateway.id });
    networkRoutes.set(network.id, routes);
  }
  const connectionWeights = new Map<string, number>();
  for (const { id, a, b } of estate.connections)
    for (const { at, routingWeight } of [a, b])
      if (routingWeight !== undefined) connectionWeights.set(`${at}|${id}`, routingWeight);
  return {
    staticRoutes: new Map(),
    propagations,
    prefixLists: new Map(),
    networkRoutes,
    connectionWeights,
    hubPreferences: new Map(),
    disabledPeerings: new Set(),
    cloudRouters: new Map(),
    routePolicies: new Map(),
    vpcRoutes: new Map(),
  };
}

/** A copy that later changes do not touch: what the data plane goes on using under stale forwarding. */
export const copyRouting = (state: RoutingState): RoutingState => ({
  staticRoutes: copyNested(state.staticRoutes),
  propagations: new Set(state.propagations),
  prefixLists: copyNested(state.prefixLists),
  networkRoutes: copyNested(state.networkRoutes),
  connectionWeights: new Map(state.connectionWeights),
  hubPreferences: new Map(state.hubPreferences),
  disabledPeerings: new Set(state.disabledPeerings),
  cloudRouters: copyNested(state.cloudRouters),
  routePolicies: copyNested(state.routePolicies),
  vpcRoutes: copyNested(state.vpcRoutes),
});

/** Makes `state` equal to `wanted`, in place: whoever holds it sees the change. */
export function overwriteRouting(state: RoutingState, wanted: RoutingState): void {
  const fresh = copyRouting(wanted);
  replaceAll(state.staticRoutes, fresh.staticRoutes);
  replaceAll(state.prefixLists, fresh.prefixLists);
  replaceAll(state.networkRoutes, fresh.networkRoutes);
  replaceAll(state.connectionWeights, fresh.connectionWeights);
  replaceAll(state.hubPreferences, fresh.hubPreferences);
  replaceAll(state.cloudRouters, fresh.cloudRouters);
  replaceAll(state.routePolicies, fresh.routePolicies);
  replaceAll(state.vpcRoutes, fresh.vpcRoutes);
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
