import type { VirtualHub } from "@azure/arm-network";
import {
  type CloudDiscovery,
  type DiscoveryGap,
  LinkSighting,
  SeenGateway,
  SeenNetwork,
  SeenRoute,
} from "@skylane/core";
import { nativeId, regionOf, subscriptionOf } from "./arm-ids.ts";
import type { AzureInventory } from "./read-group.ts";
import type { AzureRouting } from "./read-routing.ts";
import { idleCircuit } from "./seen-circuits.ts";
import { seenConnection, staticRoutes } from "./seen-connections.ts";
import { seenGateway, seenHub } from "./seen-gateways.ts";
import { seenNetwork, seenRoutes, vnetsOfInterface } from "./seen-networks.ts";
import { seenPeerings } from "./seen-peerings.ts";
import { startUnderstanding } from "./understand.ts";

/** What an inventory shows, of the regions asked for; pure. An object that is not understood is a gap and stops no other. */
export function mapAzure(
  inventory: AzureInventory,
  routing: AzureRouting,
  regions: readonly string[],
): Pick<CloudDiscovery, "networks" | "gateways" | "links" | "routes" | "gaps"> {
  const isAsked = regionFilter(regions);
  const understanding = startUnderstanding();
  const { attempt, each } = understanding;
  const endpointCounts = new Map<string, number>();
  for (const one of inventory.interfaces)
    for (const id of attempt(one, () => vnetsOfInterface(one)) ?? [])
      endpointCounts.set(id, (endpointCounts.get(id) ?? 0) + 1);

  const networks = each(SeenNetwork, inventory.vnets, (vnet) => [seenNetwork(vnet, endpointCounts)]).filter(isAsked);
  const gateways = [
    ...each(SeenGateway, inventory.gateways, (gateway) => seenGateway(gateway, inventory)),
    ...each(SeenGateway, inventory.hubs, (hub) => [seenHub(hub, inventory)]),
  ].filter(isAsked);
  const links = [
    ...each(LinkSighting, inventory.connections, (connection) => seenConnection(connection, inventory, routing)),
    ...each(LinkSighting, inventory.circuits, (circuit) => idleCircuit(circuit, inventory)),
    ...each(LinkSighting, inventory.vnets, seenPeerings),
  ].filter(isAsked);
  const routes = [
    ...each(SeenRoute, inventory.routeTables, (table) => seenRoutes(table, inventory)),
    ...each(SeenRoute, inventory.connections, (connection) => staticRoutes(connection, inventory)),
  ];
  const hubGaps = inventory.hubs.flatMap((hub) =>
    isAsked({ regionId: regionOf(hub.location) }) ? (attempt(hub, () => hubGap(hub)) ?? []) : [],
  );
  const owners = new Set([...networks, ...gateways].map(({ key }) => key));
  return {
    networks,
    gateways,
    links,
    routes: routes.filter(({ owner }) => regions.length === 0 || owners.has(owner)),
    gaps: [...understanding.gaps, ...hubGaps],
  };
}

export const regionFilter =
  (regions: readonly string[]) =>
  ({ regionId }: { readonly regionId: string }): boolean =>
    regions.length === 0 || regions.map(regionOf).includes(regionId);

/** Gateways inside a hub have APIs of their own, which are not read: better said than left out. */
function hubGap({ id = "", name, location, vpnGateway, expressRouteGateway }: VirtualHub): DiscoveryGap[] {
  if (!vpnGateway && !expressRouteGateway) return [];
  return [
    {
      cloud: "azure",
      accountId: subscriptionOf(id),
      regionId: regionOf(location),
      operation: `read the gateways inside virtual hub ${name ?? nativeId(id)}`,
      reason: "not-understood",
      message: "links of VPN and ExpressRoute gateways inside a Virtual WAN hub are not read",
      todo: "write these links into the inventory; their other ends are seen where they are routers or other clouds",
    },
  ];
}
