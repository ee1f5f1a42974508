import type { Estate } from "../estate/estate.ts";

/** All that can be changed about where packets go. The rest follows from the estate and from which sessions are up. */
export interface RoutingState {
  /** Static routes of transit gateways: table → prefix → attachment. */
  readonly staticRoutes: Map<string, Map<string, string>>;
  /** Propagations that are on: `table|attachment`. */
  readonly propagations: Set<string>;
  /** Prefix lists of routers: `router|list` → sequence → entry. */
  readonly prefixLists: Map<string, Map<number, PrefixListEntry>>;
  /** Routes of VPC tables set by API: `table` → prefix → attachment or connection. */
  readonly networkRoutes: Map<string, Map<string, string>>;
}

export interface PrefixListEntry {
  readonly action: "permit" | "deny";
  readonly prefix: string;
  readonly le: number | undefined;
}

/** The state an estate begins with: what its connections propagate, no static routes, empty drain lists. */
export function initialRouting(estate: Estate): RoutingState {
  const propagations = new Set<string>();
  for (const { a, b } of estate.connections)
    for (const end of [a, b])
      for (const table of end.propagatesTo) propagations.add(`${table}|${end.attachmentId ?? ""}`);
  for (const network of estate.networks) {
    const gateway = estate.gateways.find(({ id }) => id === network.gatewayId);
    if (gateway?.kind === "tgw" && network.attachmentId !== undefined)
      for (const table of gateway.tables) propagations.add(`${table}|${network.attachmentId}`);
  }
  return { staticRoutes: new Map(), propagations, prefixLists: new Map(), networkRoutes: new Map() };
}

/** A copy that later changes do not touch: what the data plane goes on using under stale forwarding. */
export const copyRouting = (state: RoutingState): RoutingState => ({
  staticRoutes: copyNested(state.staticRoutes),
  propagations: new Set(state.propagations),
  prefixLists: copyNested(state.prefixLists),
  networkRoutes: copyNested(state.networkRoutes),
});

const copyNested = <K, V>(map: Map<string, Map<K, V>>): Map<string, Map<K, V>> =>
  new Map([...map].map(([key, inner]) => [key, new Map(inner)]));
