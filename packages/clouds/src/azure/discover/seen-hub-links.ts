import type {
  ExpressRouteConnection,
  VirtualHub,
  VpnConnection,
  VpnGateway,
  VpnSite,
  VpnSiteLinkConnection,
} from "@azure/arm-network";
import type { JoinFacts, LinkSighting } from "@skylane/core";
import {
  azureKey,
  clipped,
  nativeId,
  provisioningOf,
  regionOf,
  routingKey,
  sameId,
  subscriptionOf,
} from "./arm-ids.ts";
import type { AzureInventory } from "./read-group.ts";
import type { HubRouting } from "./read-hub-routing.ts";
import { hubGatewayOf } from "./read-hubs.ts";
import type { AzureRouting } from "./read-routing.ts";
import { hubCircuitFacts } from "./seen-circuits.ts";
import { bytesOf } from "./seen-connections.ts";
import { hubPublicIpOf, hubPublicIps } from "./seen-hubs.ts";
import { insideEnd, onlyOne, statusOf } from "./seen-tunnels.ts";

/** One scale unit of a hub's VPN gateway. @see Microsoft, "What is Virtual WAN?", scale units */
const SCALE_UNIT_MBPS = 500;

/**
 * The tunnels of a connection between a hub and a site, one for each of the site's links; a connection made before sites had
 * links is one itself. Shared keys are never looked at.
 */
export function seenVpnConnection(
  connection: VpnConnection,
  inventory: AzureInventory,
  routing: Pick<AzureRouting, "hubs">,
): LinkSighting[] {
  const gateway = inventory.vpnGateways.find(({ id }) => sameId(id, hubGatewayOf(connection.id)));
  if (!gateway || connection.id === undefined) return [];
  const hub = hubOf(gateway, inventory);
  const known = routing.hubs.get(routingKey(hub?.id));
  const site = inventory.vpnSites.find(({ id }) => sameId(id, connection.remoteVpnSite?.id));
  const links: readonly Tunnel[] = connection.vpnLinkConnections?.length
    ? connection.vpnLinkConnections
    : [{ ...connection, vpnGatewayCustomBgpAddresses: [] }];
  return links.map((link) => {
    const id = link.id ?? `${connection.id}/vpnLinkConnections/${link.name}`;
    const isAlone = links.length === 1;
    const names = [id, link.name, ...(isAlone ? [connection.id, connection.name] : [])];
    const bytes30d = bytesOf(link);
    const join = joinOf(link, gateway, site);
    return {
      ...placeOf(id, link.name, hub ?? gateway),
      at: azureKey(hub?.id ?? gateway.virtualHub?.id ?? gateway.id ?? connection.id ?? id),
      kind: "vpn",
      aliases: [...new Set(names.flatMap((name) => name ?? []))],
      join,
      provisioning: provisioningOf(link.provisioningState),
      control: statusOf(link.connectionStatus),
      ...(gateway.vpnGatewayScaleUnit && { bandwidthMbps: gateway.vpnGatewayScaleUnit * SCALE_UNIT_MBPS }),
      isEncrypted: true,
      isPublic: link.useLocalAzureIpAddress !== true,
      isBfdOn: false,
      ...prefixesOver(link, links, connection, known),
      ...(bytes30d !== undefined && { bytes30d }),
    };
  });
}

/** What a link of a connection and a connection without links have both. */
type Tunnel = Pick<
  VpnSiteLinkConnection,
  | "id"
  | "name"
  | "vpnSiteLink"
  | "provisioningState"
  | "connectionStatus"
  | "ingressBytesTransferred"
  | "egressBytesTransferred"
  | "enableBgp"
  | "useLocalAzureIpAddress"
  | "vpnGatewayCustomBgpAddresses"
>;

function joinOf(link: Tunnel, gateway: VpnGateway, site: VpnSite | undefined): JoinFacts {
  const siteLink = site?.vpnSiteLinks?.find(({ id }) => sameId(id, link.vpnSiteLink?.id));
  const far = siteLink?.bgpProperties ?? site?.bgpProperties;
  const peerPublicIp = siteLink?.ipAddress ?? site?.ipAddress;
  const peerInsideIp = link.enableBgp === true ? far?.bgpPeeringAddress : undefined;
  const inside = insideEnd(link.vpnGatewayCustomBgpAddresses ?? [], peerInsideIp);
  const localPublicIp = inside
    ? hubPublicIpOf(gateway, inside.ipConfigurationId)
    : // a tunnel may end at any of the instances
      onlyOne(hubPublicIps(gateway));
  const localAsn = gateway.bgpSettings?.asn;
  return {
    ...(localPublicIp !== undefined && { localPublicIp }),
    ...(peerPublicIp && { peerPublicIp }),
    ...(inside && { localInsideIp: inside.customBgpIpAddress }),
    ...(peerInsideIp && { peerInsideIp }),
    ...(localAsn !== undefined && { localAsn }),
    ...(far?.asn && { peerAsn: far.asn }),
  };
}

/** A hub tells what it hears from a site by connection, not by link: it is a link's own only if no other link may bring it. */
function prefixesOver(
  link: Tunnel,
  links: readonly Tunnel[],
  { id }: VpnConnection,
  routing: HubRouting | undefined,
): Pick<LinkSighting, "receivedPrefixes" | "announcedPrefixes"> {
  if (link.enableBgp !== true) return {};
  if (statusOf(link.connectionStatus) === "down") return { receivedPrefixes: [], announcedPrefixes: [] };
  const heard = routing?.heard.get(routingKey(id));
  const told = routing?.told.get(routingKey(id));
  const isOnly = links.every((one) => one === link || statusOf(one.connectionStatus) === "down");
  return {
    ...(heard && isOnly && { receivedPrefixes: [...heard] }),
    ...(told && { announcedPrefixes: [...told] }),
  };
}

/** A circuit's connection to the ExpressRoute gateway of a hub. Authorization keys are never looked at. */
export function seenHubCircuit(
  connection: ExpressRouteConnection,
  inventory: AzureInventory,
  routing: AzureRouting,
): LinkSighting[] {
  const gateway = inventory.expressRouteGateways.find(({ id }) => sameId(id, hubGatewayOf(connection.id)));
  if (!gateway || connection.id === undefined) return [];
  const hub = hubOf(gateway, inventory);
  const known = routing.hubs.get(routingKey(hub?.id));
  const heard = known?.heard.get(routingKey(connection.id));
  const told = known?.told.get(routingKey(connection.id));
  const facts = hubCircuitFacts(connection, inventory, routing);
  return [
    {
      ...placeOf(connection.id, connection.name, hub ?? gateway),
      at: azureKey(hub?.id ?? gateway.virtualHub?.id ?? gateway.id ?? connection.id),
      provisioning: provisioningOf(connection.provisioningState),
      ...(heard && { receivedPrefixes: [...heard] }),
      ...(told && { announcedPrefixes: [...told] }),
      ...facts,
      control: heard && heard.length > 0 ? "up" : (facts.control ?? "unknown"),
      aliases: [...new Set([connection.id, connection.name ?? connection.id, ...(facts.aliases ?? [])])],
    },
  ];
}

const hubOf = (
  { virtualHub }: { readonly virtualHub?: { readonly id?: string } },
  { hubs }: Pick<AzureInventory, "hubs">,
): VirtualHub | undefined => hubs.find(({ id }) => sameId(id, virtualHub?.id));

/** Parts of a gateway have no location of their own. */
const placeOf = (id: string, name: string | undefined, { location }: { readonly location?: string }) => ({
  key: azureKey(id),
  cloud: "azure" as const,
  accountId: subscriptionOf(id),
  regionId: regionOf(location),
  nativeId: nativeId(id),
  ...(name !== undefined && { name: clipped(name) }),
  tags: {},
});
