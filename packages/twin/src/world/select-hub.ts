import type { RoutingState } from "./routing-state.ts";
import { CIRCUITS } from "./select-azure.ts";
import type { BgpPath, GatewayView } from "./select-route.ts";

/** What a hub of a Virtual WAN takes first for equal prefixes. */
export type HubPreference = "ExpressRoute" | "VpnGateway" | "ASPath";

/** As its API was last told, or as every hub is born. */
export const hubPreferenceOf = (state: RoutingState, hubId: string): HubPreference =>
  state.hubPreferences.get(hubId) ?? "ExpressRoute";

/** AS numbers that Azure puts before what comes over a circuit, and before what comes from another hub. */
export const MICROSOFT_EDGE = [12_076];
export const BETWEEN_HUBS = [65_520, 65_520];

/**
 * Puts paths of one prefix in a hub's order, the best first. By kind: what is the hub's own before what another hub tells
 * it, then the preferred kind (of circuits, if the preference names none), then the shorter AS path. By AS path: that comes
 * first of all. What is still equal would share the load; here the name decides.
 * @see https://learn.microsoft.com/azure/virtual-wan/about-virtual-hub-routing-preference (read 2026-11)
 */
export function inHubOrder(view: GatewayView, state: RoutingState, paths: readonly BgpPath[]): readonly BgpPath[] {
  const kinds = new Map(view.links.map(({ connection }) => [connection.id, connection.kind]));
  const kindOf = ({ connectionId }: BgpPath): "circuit" | "vpn" | "hub" => {
    const kind = kinds.get(connectionId) ?? "";
    return kind === "transit-peering" ? "hub" : CIRCUITS.includes(kind) ? "circuit" : "vpn";
  };
  const before = { circuit: MICROSOFT_EDGE.length + 1, vpn: 1, hub: BETWEEN_HUBS.length };
  const asPathLength = (path: BgpPath): number => before[kindOf(path)] + path.asPathPrepend;
  const preference = hubPreferenceOf(state, view.gateway.id);
  const kindRank = preference === "VpnGateway" ? { vpn: 0, circuit: 1, hub: 2 } : { circuit: 0, vpn: 1, hub: 2 };
  const byKind = (one: BgpPath, other: BgpPath): number => kindRank[kindOf(one)] - kindRank[kindOf(other)];
  const byAsPath = (one: BgpPath, other: BgpPath): number => asPathLength(one) - asPathLength(other);
  const [first, second] = preference === "ASPath" ? [byAsPath, byKind] : [byKind, byAsPath];
  return paths.toSorted(
    (one, other) => first(one, other) || second(one, other) || one.connectionId.localeCompare(other.connectionId),
  );
}
