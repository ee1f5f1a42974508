import type { VirtualHub, VpnGateway } from "@azure/arm-network";
import type { LinkSighting, SeenGateway } from "@skylane/core";
import { azureKey, clipped, commonOf, nativeId, sameId } from "./arm-ids.ts";
import type { HubRouting } from "./read-hub-routing.ts";
import type { HubInventory } from "./read-hubs.ts";
import { asnOf } from "./seen-gateways.ts";
import { pairId } from "./seen-peerings.ts";

/** A hub of Virtual WAN, with the VNets that are connected to it and the addresses of the VPN gateway in it. */
export function seenHub(hub: VirtualHub, { hubConnections, vpnGateways }: HubInventory): SeenGateway {
  const gateway = vpnGateways.find(({ id }) => sameId(id, hub.vpnGateway?.id));
  return {
    ...commonOf(hub),
    kind: "virtual-hub",
    ...asnOf(hub.virtualRouterAsn),
    publicIps: gateway ? [...hubPublicIps(gateway)] : [],
    networkKeys: hubConnections.flatMap(({ id, remoteVirtualNetwork }) =>
      remoteVirtualNetwork?.id !== undefined && nativeId(id ?? "").startsWith(`${nativeId(hub.id ?? "")}/`)
        ? [azureKey(remoteVirtualNetwork.id)]
        : [],
    ),
  };
}

/** Addresses on the internet of the instances of a hub's VPN gateway; each has one inside the hub too. */
export function hubPublicIps({ ipConfigurations = [], bgpSettings }: VpnGateway): ReadonlySet<string> {
  const told = ipConfigurations.flatMap(({ publicIpAddress }) => publicIpAddress || []);
  const ends = (bgpSettings?.bgpPeeringAddresses ?? []).flatMap(({ tunnelIpAddresses }) => tunnelIpAddresses ?? []);
  return new Set(told.length > 0 ? told : ends.filter((address) => !isPrivate(address)));
}

/** The public address of one instance, by its name: `Instance0`. */
export function hubPublicIpOf(gateway: VpnGateway, instance: string): string | undefined {
  const told = gateway.ipConfigurations?.find(({ id }) => sameId(id, instance))?.publicIpAddress;
  const ends = gateway.bgpSettings?.bgpPeeringAddresses?.find(({ ipconfigurationId }) =>
    sameId(ipconfigurationId, instance),
  )?.tunnelIpAddresses;
  return told ?? ends?.find((address) => !isPrivate(address));
}

const isPrivate = (address: string): boolean => /^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(address);

/**
 * The ways from a hub to the others of its Virtual WAN. Azure makes them and has no object for one: that there is a way is
 * seen from the routes over it, and both hubs' ids together are its id.
 */
export function seenHubPeers(hub: VirtualHub, routing: HubRouting | undefined): LinkSighting[] {
  const own = hub.id;
  if (own === undefined) return [];
  const prefixes = new Map<string, string[]>();
  for (const { nextHopType, nextHops = [], addressPrefixes = [] } of routing?.routes ?? [])
    if (isRemoteHub(nextHopType))
      for (const remote of nextHops) prefixes.set(remote, [...(prefixes.get(remote) ?? []), ...addressPrefixes]);
  return [...prefixes].map(([remote, heard]) => ({
    ...commonOf(hub),
    key: azureKey(`${own}|${remote}`),
    nativeId: nativeId(`${own}|${remote}`),
    name: clipped(`${hub.name} to ${remote.slice(remote.lastIndexOf("/") + 1)}`),
    tags: {},
    kind: "transit-peering",
    aliases: [],
    at: azureKey(own),
    peer: azureKey(remote),
    join: { sharedId: pairId(own, remote) },
    provisioning: "ready",
    control: "up",
    isEncrypted: false,
    isPublic: false,
    receivedPrefixes: [...new Set(heard)],
  }));
}

export const isRemoteHub = (nextHopType: string | undefined): boolean => wordOf(nextHopType) === "remotehub";
/** `Virtual Network Connection`, `VPN_S2S_Gateway`: kinds of next hops are written in several ways. */
export const wordOf = (nextHopType: string | undefined): string =>
  (nextHopType ?? "").toLowerCase().replaceAll(/[^a-z0-9]/g, "");
