import type { Estate } from "../estate/estate.ts";

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
}

export interface PrefixListEntry {
  readonly action: "permit" | "deny";
  readonly prefix: string;
  readonly le: number | undefined;
}

/** Where a network's own table sends a prefix: to its gateway, or over a connection of its own. */
export interface NetworkRouteTarget {
  readonly kind: "gateway" | "connection";
  readonly id: string;
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
  return { staticRoutes: new Map(), propagations, prefixLists: new Map(), networkRoutes };
}

/** A copy that later changes do not touch: what the data plane goes on using under stale forwarding. */
export const copyRouting = (state: RoutingState): RoutingState => ({
  staticRoutes: copyNested(state.staticRoutes),
  propagations: new Set(state.propagations),
  prefixLists: copyNested(state.prefixLists),
  networkRoutes: copyNested(state.networkRoutes),
});

/** Makes `state` equal to `wanted`, in place: whoever holds it sees the change. */
export function overwriteRouting(state: RoutingState, wanted: RoutingState): void {
  const fresh = copyRouting(wanted);
  replaceAll(state.staticRoutes, fresh.staticRoutes);
  replaceAll(state.prefixLists, fresh.prefixLists);
  replaceAll(state.networkRoutes, fresh.networkRoutes);
  state.propagations.clear();
  for (const propagation of fresh.propagations) state.propagations.add(propagation);
}

function replaceAll<K, V>(map: Map<K, V>, wanted: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of wanted) map.set(key, value);
}

const copyNested = <K, V>(map: ReadonlyMap<string, Map<K, V>>): Map<string, Map<K, V>> =>
  new Map([...map].map(([key, inner]) => [key, new Map(inner)]));
