import type { EstateNetwork } from "../estate/estate.ts";
import { BASE_PRIORITY } from "./cloud-router.ts";
import { contains, prefixBits } from "./prefix.ts";
import type { RoutingState, VpcRoute } from "./routing-state.ts";
import { bgpPaths, type GatewayView } from "./select-route.ts";

/**
 * The static route by which a VPC network sends to an address, or `undefined` where something else decides: a subnet, a
 * longer prefix, or a route of equal length with a lower priority number. Under LEGACY best path selection the priority of
 * a route heard by BGP is its MED; of equals the static one wins.
 * @see https://cloud.google.com/vpc/docs/routes (read 2026-11)
 */
export function selectVpcRoute(
  network: EstateNetwork,
  state: RoutingState,
  viewOf: (gatewayId: string) => GatewayView,
  address: string,
): VpcRoute | undefined {
  const [best] = [...(state.vpcRoutes.get(network.id)?.values() ?? [])]
    .filter(({ prefix }) => contains(prefix, address))
    .sort(
      (one, other) =>
        prefixBits(other.prefix) - prefixBits(one.prefix) ||
        one.priority - other.priority ||
        one.name.localeCompare(other.name),
    );
  if (!best || network.cidrs.some((range) => contains(range, address))) return undefined;
  const bits = prefixBits(best.prefix);
  // Routes over peerings: those to a peer's subnets cannot be outranked.
  for (const [prefix, target] of state.networkRoutes.get(network.id) ?? [])
    if (target.kind !== "gateway" && contains(prefix, address) && prefixBits(prefix) >= bits) return undefined;
  const heard = network.gatewayId === undefined ? undefined : dynamicRoute(viewOf(network.gatewayId), state, address);
  if (heard && (heard.bits > bits || (heard.bits === bits && heard.priority < best.priority))) return undefined;
  return best;
}

/** Length and priority of the best route that a Cloud Router hears for an address. */
function dynamicRoute(
  view: GatewayView,
  state: RoutingState,
  address: string,
): { readonly bits: number; readonly priority: number } | undefined {
  const heard = view.links.flatMap(({ other, isSessionUp }) => (isSessionUp ? other.announces : []));
  const [longest] = heard
    .filter((prefix) => contains(prefix, address))
    .sort((one, other) => prefixBits(other) - prefixBits(one));
  const [path] = longest === undefined ? [] : bgpPaths(view, state, longest);
  return path && { bits: prefixBits(path.prefix), priority: BASE_PRIORITY + path.med };
}
