import { contains, prefixBits } from "./prefix.ts";
import type { NetworkRouteTarget, RoutingState } from "./routing-state.ts";
import type { BgpPath, GatewayView } from "./select-route.ts";

/** Key of a connection's weight at one gateway. */
export const weightKey = (gatewayId: string, connectionId: string): string => `${gatewayId}|${connectionId}`;

/** Kinds of links that Azure takes for ExpressRoute. */
export const CIRCUITS: readonly string[] = ["express-route", "interconnect", "fastconnect", "direct-connect"];

/**
 * Puts paths of one prefix in Azure's order, the best first: ExpressRoute before VPN, always; among circuits the higher
 * weight, then the shorter AS path; among VPNs the AS path alone, for a weight has no effect there. What is still equal
 * would share the load; here the name decides.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-optimize-routing (read 2026-11)
 */
export function inAzureOrder(view: GatewayView, state: RoutingState, paths: readonly BgpPath[]): readonly BgpPath[] {
  const kinds = new Map(view.links.map(({ connection }) => [connection.id, connection.kind]));
  const isCircuit = (path: BgpPath): boolean => CIRCUITS.includes(kinds.get(path.connectionId) ?? "");
  const weightOf = (path: BgpPath): number =>
    isCircuit(path) ? (state.connectionWeights.get(weightKey(view.gateway.id, path.connectionId)) ?? 0) : 0;
  return paths.toSorted(
    (one, other) =>
      Number(isCircuit(other)) - Number(isCircuit(one)) ||
      weightOf(other) - weightOf(one) ||
      one.asPathPrepend - other.asPathPrepend ||
      one.connectionId.localeCompare(other.connectionId),
  );
}

/**
 * Which of a VNet's routes a packet for an address takes: the longest prefix of its own routes and of those its gateway
 * hears; of two equal ones a route of its own wins. A peering's prefixes win even over longer ones from a gateway.
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview (read 2026-11)
 */
export function selectVnetRoute(
  routes: ReadonlyMap<string, NetworkRouteTarget>,
  view: GatewayView,
  isPeering: (connectionId: string) => boolean,
  address: string,
): NetworkRouteTarget | undefined {
  const [own] = [...routes]
    .filter(([prefix]) => contains(prefix, address))
    .sort(([one], [other]) => prefixBits(other) - prefixBits(one));
  const heardBits = view.links
    .flatMap(({ other, isSessionUp }) => (isSessionUp ? other.announces : []))
    .filter((prefix) => contains(prefix, address))
    .map(prefixBits);
  if (!own) return heardBits.length > 0 ? { kind: "gateway", id: view.gateway.id } : undefined;
  const [prefix, target] = own;
  if (target.kind === "connection" && isPeering(target.id)) return target;
  return heardBits.some((bits) => bits > prefixBits(prefix)) ? { kind: "gateway", id: view.gateway.id } : target;
}
