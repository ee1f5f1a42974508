import type {
  GatewayCustomBgpIpAddressIpConfiguration,
  VirtualNetworkGateway,
  VirtualNetworkGatewayConnection,
} from "@azure/arm-network";
import type { LinkSighting } from "@skylane/core";
import { azureKey, nativeId, sameId } from "./arm-ids.ts";
import type { AzureInventory } from "./read-group.ts";
import type { GatewayRouting } from "./read-routing.ts";
import { bgpAddressesOf, publicIpOfInstance, publicIpsOf } from "./seen-gateways.ts";
import { pairId } from "./seen-peerings.ts";

/** What only the kind of connection tells. */
export type ConnectionFacts = Pick<LinkSighting, "join"> & Partial<LinkSighting>;

/** `connectionStatus` in our words. */
export const statusOf = (status: string | undefined): LinkSighting["control"] =>
  status === "Connected" ? "up" : status === "NotConnected" || status === "Connecting" ? "down" : "unknown";

/** Addresses at which the far side of a tunnel speaks BGP. */
export function peerAddressesOf(
  { localNetworkGateway2, virtualNetworkGateway2 }: VirtualNetworkGatewayConnection,
  { localGateways, gateways }: Pick<AzureInventory, "localGateways" | "gateways">,
): ReadonlySet<string> {
  const local = localGateways.find(({ id }) => sameId(id, localNetworkGateway2?.id));
  const far = gateways.find(({ id }) => sameId(id, virtualNetworkGateway2?.id));
  if (far) return bgpAddressesOf(far);
  return new Set(local?.bgpSettings?.bgpPeeringAddress?.split(",").filter(Boolean));
}

/** What a tunnel, or the several of one connection, tells. */
export function tunnelFacts(
  connection: VirtualNetworkGatewayConnection,
  gateway: VirtualNetworkGateway,
  inventory: AzureInventory,
  routing: GatewayRouting | undefined,
): ConnectionFacts {
  const localGateway = inventory.localGateways.find(({ id }) => sameId(id, connection.localNetworkGateway2?.id));
  const far = inventory.gateways.find(({ id }) => sameId(id, connection.virtualNetworkGateway2?.id));
  const farId = connection.virtualNetworkGateway2?.id;
  const peers = peerAddressesOf(connection, inventory);
  const sessions = (routing?.peers ?? []).filter(({ neighbor }) => neighbor !== undefined && peers.has(neighbor));
  const [session, ...others] = sessions;
  const peerInsideIp = peers.size === 1 ? [...peers][0] : others.length === 0 ? session?.neighbor : undefined;
  const own = ownEnd(connection, gateway, peerInsideIp, inventory);
  const tunnels = connection.tunnelConnectionStatus ?? [];
  const tunnelUpCount = tunnels.filter(({ connectionStatus }) => connectionStatus === "Connected").length;
  const localInsideIp = own.insideIp ?? (others.length === 0 ? session?.localAddress : undefined);
  const peerPublicIp = localGateway?.gatewayIpAddress ?? (far && onlyOne(publicIpsOf(far, inventory)));
  const localAsn = gateway.bgpSettings?.asn;
  const peerAsn = localGateway?.bgpSettings?.asn ?? far?.bgpSettings?.asn;
  // where the far end's address is not known, nothing can be said of what it tells
  const receivedPrefixes =
    peers.size === 0
      ? undefined
      : prefixesOf(routing?.learned?.filter(({ sourcePeer }) => sourcePeer !== undefined && peers.has(sourcePeer)));
  const advertised = [...peers].flatMap((peer) =>
    routing?.advertised.has(peer) ? [routing.advertised.get(peer)] : [],
  );
  const announcedPrefixes =
    advertised.length > 0 ? prefixesOf(advertised.flatMap((routes) => routes ?? [])) : undefined;
  const lastChangedAtMs = lastEstablishedMs(tunnels);
  const bandwidthMbps = GATEWAY_MBPS[(gateway.sku?.name ?? "").replace(/AZ$/, "")];
  const isPrivate = connection.useLocalAzureIpAddress === true;
  return {
    kind: connection.connectionType === "Vnet2Vnet" ? "transit-peering" : "vpn",
    ...(farId !== undefined && { peer: azureKey(farId) }),
    join: {
      ...(farId !== undefined && gateway.id !== undefined && { sharedId: pairId(gateway.id, farId) }),
      ...(own.publicIp !== undefined && { localPublicIp: own.publicIp }),
      ...(peerPublicIp !== undefined && { peerPublicIp }),
      ...(localInsideIp !== undefined && { localInsideIp }),
      ...(peerInsideIp !== undefined && { peerInsideIp }),
      ...(localAsn !== undefined && { localAsn }),
      ...(peerAsn !== undefined && { peerAsn }),
    },
    control: controlOf(connection, tunnelUpCount, routing && sessions.map(({ state }) => state)),
    ...(tunnels.length > 0 && { tunnelCount: tunnels.length, tunnelUpCount }),
    ...(bandwidthMbps !== undefined && { bandwidthMbps }),
    isEncrypted: true,
    // VNet to VNet stays on the vendor's own network
    isPublic: connection.connectionType === "IPsec" && !isPrivate,
    // VPN gateways speak BGP without BFD
    isBfdOn: false,
    ...(receivedPrefixes && connection.enableBgp && { receivedPrefixes }),
    ...(announcedPrefixes && { announcedPrefixes }),
    ...(lastChangedAtMs !== undefined && { lastChangedAtMs }),
  };
}

/** Aggregate throughput of a gateway, which no number of tunnels raises. @see Microsoft, "About gateway SKUs", by generation's best */
const GATEWAY_MBPS: Readonly<Record<string, number>> = {
  Basic: 100,
  VpnGw1: 650,
  VpnGw2: 1_000,
  VpnGw3: 1_250,
  VpnGw4: 5_000,
  VpnGw5: 10_000,
};

/** Which of the gateway's instances the tunnel ends at: the one whose inside address lies in the /30 of the peer's. */
function ownEnd(
  { gatewayCustomBgpIpAddresses = [] }: VirtualNetworkGatewayConnection,
  gateway: VirtualNetworkGateway,
  peerInsideIp: string | undefined,
  inventory: AzureInventory,
): { insideIp?: string | undefined; publicIp?: string | undefined } {
  const custom = insideEnd(gatewayCustomBgpIpAddresses, peerInsideIp);
  return {
    insideIp: custom?.customBgpIpAddress,
    publicIp:
      (custom && publicIpOfInstance(gateway, custom.ipConfigurationId, inventory)) ??
      onlyOne(publicIpsOf(gateway, inventory)),
  };
}

/** The inside address of the instance that a tunnel ends at: the one in the peer's /30, or the only one. */
export const insideEnd = (
  addresses: readonly GatewayCustomBgpIpAddressIpConfiguration[],
  peerInsideIp: string | undefined,
): GatewayCustomBgpIpAddressIpConfiguration | undefined =>
  addresses.find(
    ({ customBgpIpAddress }) => peerInsideIp !== undefined && isSameSlash30(customBgpIpAddress, peerInsideIp),
  ) ?? (addresses.length === 1 ? addresses[0] : undefined);

export const onlyOne = (values: ReadonlySet<string>): string | undefined =>
  values.size === 1 ? [...values][0] : undefined;

function isSameSlash30(one: string, other: string): boolean {
  const block = (address: string): string =>
    address.replace(/\d+$/, (last) => String(Number(last) - (Number(last) % 4)));
  return block(one) === block(other);
}

/** `connectionStatus` is of IPsec only: with BGP on, a session that is not connected takes routes away all the same. */
function controlOf(
  { connectionStatus, tunnelConnectionStatus = [], enableBgp }: VirtualNetworkGatewayConnection,
  tunnelUpCount: number,
  sessions: readonly (string | undefined)[] | undefined,
): LinkSighting["control"] {
  const status = statusOf(connectionStatus);
  if (status !== "up") return status;
  if (tunnelUpCount < tunnelConnectionStatus.length) return "partial";
  const isBgpUp = !enableBgp || !sessions?.length || sessions.every((state) => state === "Connected");
  return isBgpUp ? "up" : "partial";
}

const prefixesOf = (routes: readonly { readonly network?: string }[] | undefined): string[] | undefined =>
  routes && [...new Set(routes.flatMap(({ network }) => network ?? []))];

/** `11/21/2026 03:15:07`, UTC without saying so. */
function lastEstablishedMs(
  tunnels: readonly { readonly lastConnectionEstablishedUtcTime?: string }[],
): number | undefined {
  const moments = tunnels.flatMap(({ lastConnectionEstablishedUtcTime: time }) => {
    const atMs = Date.parse(`${time} UTC`);
    return Number.isNaN(atMs) ? [] : [atMs];
  });
  return moments.length > 0 ? Math.max(...moments) : undefined;
}

/** Connections of a gateway that speak BGP. */
export const bgpConnectionsOf = (
  gateway: VirtualNetworkGateway,
  connections: readonly VirtualNetworkGatewayConnection[],
): readonly VirtualNetworkGatewayConnection[] =>
  connections.filter(
    ({ virtualNetworkGateway1, enableBgp }) =>
      enableBgp === true && nativeId(virtualNetworkGateway1?.id ?? "") === nativeId(gateway.id ?? ""),
  );
