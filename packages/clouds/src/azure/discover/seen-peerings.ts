import type { VirtualNetwork, VirtualNetworkPeering } from "@azure/arm-network";
import type { LinkSighting } from "@skylane/core";
import { azureKey, clipped, commonOf, nativeId, provisioningOf } from "./arm-ids.ts";

/** A VNet's half of each of its peerings. A peering is up only if both halves exist and know of each other's ranges. */
export const seenPeerings = (vnet: VirtualNetwork): LinkSighting[] =>
  (vnet.virtualNetworkPeerings ?? []).flatMap((peering): LinkSighting[] => {
    const remoteId = peering.remoteVirtualNetwork?.id;
    if (remoteId === undefined || vnet.id === undefined || isOfHub(peering)) return [];
    const id = peering.id ?? `${vnet.id}/virtualNetworkPeerings/${peering.name}`;
    const isOpen = peering.peeringState === "Connected" && peering.allowVirtualNetworkAccess !== false;
    const remote = (peering.remoteVirtualNetworkAddressSpace ?? peering.remoteAddressSpace)?.addressPrefixes;
    return [
      {
        ...commonOf(vnet),
        key: azureKey(id),
        nativeId: nativeId(id),
        tags: {},
        ...(peering.name !== undefined && { name: clipped(peering.name) }),
        kind: "peering",
        aliases: [...new Set([id, ...(peering.name === undefined ? [] : [peering.name])])],
        at: azureKey(vnet.id),
        peer: azureKey(remoteId),
        join: { sharedId: pairId(vnet.id, remoteId) },
        provisioning: provisioningOf(peering.provisioningState),
        control: controlOf(peering),
        isEncrypted: false,
        isPublic: false,
        ...(remote && { receivedPrefixes: isOpen ? [...remote] : [] }),
        announcedPrefixes: isOpen ? [...(vnet.addressSpace?.addressPrefixes ?? [])] : [],
      },
    ];
  });

/** Half of a VNet's connection to a hub: its other half is a VNet that Azure keeps for itself, and the hub shows the connection. */
const isOfHub = ({ name = "", remoteVirtualNetwork }: VirtualNetworkPeering): boolean =>
  /^RemoteVnetToHubPeering_/i.test(name) && /\/virtualNetworks\/HV_[^/]+$/i.test(remoteVirtualNetwork?.id ?? "");

/** The same whichever of the two is asked. */
export const pairId = (one: string, other: string): string => [nativeId(one), nativeId(other)].sort().join("|");

function controlOf({ peeringState, peeringSyncLevel }: VirtualNetworkPeering): LinkSighting["control"] {
  if (peeringState === "Initiated" || peeringState === "Disconnected") return "down";
  if (peeringState !== "Connected" || peeringSyncLevel === undefined) return "unknown";
  return peeringSyncLevel === "FullyInSync" ? "up" : "partial";
}
