import type { VirtualHub, VirtualHubEffectiveRoute } from "@azure/arm-network";
import type { LinkSighting, SeenRoute } from "@skylane/core";
import { azureKey, nativeId, routingKey, sameId } from "./arm-ids.ts";
import type { AzureInventory } from "./read-group.ts";
import { hubGatewayOf } from "./read-hubs.ts";
import type { AzureRouting } from "./read-routing.ts";
import { wordOf } from "./seen-hubs.ts";

/** The default table of a hub. Its routes name the gateway inside the hub they leave by: the link is found where only one can be meant. */
export function seenHubRoutes(
  hub: VirtualHub,
  inventory: AzureInventory,
  { hubs }: Pick<AzureRouting, "hubs">,
  links: readonly LinkSighting[],
): SeenRoute[] {
  const tableId = nativeId(`${hub.id}/hubRouteTables/defaultRouteTable`);
  return (hubs.get(routingKey(hub.id))?.routes ?? []).flatMap((route) =>
    (route.addressPrefixes ?? []).map((prefix) => ({
      cloud: "azure",
      owner: azureKey(hub.id ?? ""),
      tableId,
      prefix,
      next: nextOf(route, prefix, inventory, links),
      // what an owner wrote down has been through no AS
      origin: isOfGateway(route) && !route.asPath ? "static" : "propagated",
      isActive: true,
    })),
  );
}

const GATEWAYS: readonly string[] = ["vpns2sgateway", "expressroutegateway"];
const isOfGateway = ({ nextHopType }: VirtualHubEffectiveRoute): boolean => GATEWAYS.includes(wordOf(nextHopType));

function nextOf(
  { nextHopType, nextHops = [] }: VirtualHubEffectiveRoute,
  prefix: string,
  inventory: AzureInventory,
  links: readonly LinkSighting[],
): SeenRoute["next"] {
  const [hop] = nextHops;
  switch (wordOf(nextHopType)) {
    case "virtualnetworkconnection": {
      const vnetId = inventory.hubConnections.find(({ id }) => sameId(id, hop))?.remoteVirtualNetwork?.id;
      return { kind: "network", ...(vnetId !== undefined && { key: azureKey(vnetId) }) };
    }
    case "remotehub":
      return { kind: "gateway", ...(hop !== undefined && { key: azureKey(hop) }) };
    case "vpns2sgateway":
    case "expressroutegateway": {
      const key = hop === undefined ? undefined : linkTo(prefix, nativeId(hop), inventory, links);
      return key === undefined ? { kind: "gateway" } : { kind: "link", key };
    }
    case "azurefirewall":
    case "ipaddress":
      return { kind: "interface" };
    case "internet":
      return { kind: "internet" };
    default:
      return { kind: "gateway" };
  }
}

/** Key of the one link of that gateway which brings the prefix, or of its only link. */
function linkTo(
  prefix: string,
  gatewayId: string,
  { vpnConnections, vpnSites }: AzureInventory,
  links: readonly LinkSighting[],
): string | undefined {
  const own = links.filter(({ nativeId: id }) => id.startsWith(`${gatewayId}/`));
  const ranges = new Map(
    vpnConnections
      .filter(({ id }) => hubGatewayOf(id) === gatewayId)
      .map(({ id, remoteVpnSite }) => [
        nativeId(id ?? ""),
        vpnSites.find((site) => sameId(site.id, remoteVpnSite?.id))?.addressSpace?.addressPrefixes ?? [],
      ]),
  );
  const bringing = own.filter(
    ({ nativeId: id, receivedPrefixes }) =>
      receivedPrefixes?.includes(prefix) ||
      [...ranges].some(([connection, some]) => isWithin(id, connection) && some.includes(prefix)),
  );
  const [only, ...others] = bringing.length > 0 ? bringing : own;
  return others.length === 0 ? only?.key : undefined;
}

const isWithin = (id: string, connection: string): boolean => id === connection || id.startsWith(`${connection}/`);
