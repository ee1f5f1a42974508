import type { GatewayView } from "../select-route.ts";
import type { Atlas } from "../trace.ts";

/**
 * The ranges that Azure's tag VirtualNetwork stands for in a VNet: its own, those of the VNets it is peered with, and what
 * its gateway has heard of.
 * @see https://learn.microsoft.com/azure/virtual-network/service-tags-overview (read 2026-11)
 */
export function virtualNetworkOf(
  { estate, networks }: Atlas,
  viewOf: (gatewayId: string) => GatewayView,
  networkId: string,
): readonly string[] {
  const network = networks.get(networkId);
  if (!network) return [];
  const peers = estate.connections
    .filter(({ kind }) => kind === "peering")
    .flatMap(({ a, b }) => (a.at === networkId ? [b.at] : b.at === networkId ? [a.at] : []))
    .flatMap((id) => networks.get(id)?.cidrs ?? []);
  const links = network.gatewayId === undefined ? [] : viewOf(network.gatewayId).links;
  return [
    ...network.cidrs,
    ...peers,
    ...links.flatMap(({ other, isSessionUp }) => (isSessionUp ? other.announces : [])),
  ];
}
