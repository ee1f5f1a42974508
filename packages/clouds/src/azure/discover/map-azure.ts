import { type CloudDiscovery, LinkSighting, SeenGateway, SeenNetwork, SeenRoute, SeenService } from "@skylane/core";
import { regionOf, routingKey } from "./arm-ids.ts";
import type { AzureInventory } from "./read-group.ts";
import type { AzureRouting } from "./read-routing.ts";
import { idleCircuit } from "./seen-circuits.ts";
import { seenConnection, staticRoutes } from "./seen-connections.ts";
import { seenGateway } from "./seen-gateways.ts";
import { seenHubCircuit, seenVpnConnection } from "./seen-hub-links.ts";
import { seenHubRoutes } from "./seen-hub-routes.ts";
import { seenHub, seenHubPeers } from "./seen-hubs.ts";
import { seenNetwork, seenRoutes, vnetsOfInterface } from "./seen-networks.ts";
import { seenPeerings } from "./seen-peerings.ts";
import { seenMachine, seenSqlServer, seenStorageAccount } from "./seen-services.ts";
import { startUnderstanding } from "./understand.ts";

/** What an inventory shows, of the regions asked for; pure. An object that is not understood is a gap and stops no other. */
export function mapAzure(
  inventory: AzureInventory,
  routing: AzureRouting,
  regions: readonly string[],
): Pick<CloudDiscovery, "networks" | "gateways" | "links" | "routes" | "services" | "gaps"> {
  const isAsked = regionFilter(regions);
  const understanding = startUnderstanding();
  const { attempt, each } = understanding;
  const endpointCounts = new Map<string, number>();
  // a machine is a service, and counted among those
  for (const one of inventory.interfaces.filter(({ virtualMachine }) => virtualMachine === undefined))
    for (const id of attempt(one, () => vnetsOfInterface(one)) ?? [])
      endpointCounts.set(id, (endpointCounts.get(id) ?? 0) + 1);

  const networks = each(SeenNetwork, inventory.vnets, (vnet) => [seenNetwork(vnet, endpointCounts, inventory)]).filter(
    isAsked,
  );
  const gateways = [
    ...each(SeenGateway, inventory.gateways, (gateway) => seenGateway(gateway, inventory)),
    ...each(SeenGateway, inventory.hubs, (hub) => [seenHub(hub, inventory)]),
  ].filter(isAsked);
  const links = [
    ...each(LinkSighting, inventory.connections, (connection) => seenConnection(connection, inventory, routing)),
    ...each(LinkSighting, inventory.circuits, (circuit) => idleCircuit(circuit, inventory)),
    ...each(LinkSighting, inventory.vnets, seenPeerings),
    ...each(LinkSighting, inventory.vpnConnections, (connection) => seenVpnConnection(connection, inventory, routing)),
    ...each(LinkSighting, inventory.expressRouteConnections, (connection) =>
      seenHubCircuit(connection, inventory, routing),
    ),
    ...each(LinkSighting, inventory.hubs, (hub) => seenHubPeers(hub, routing.hubs.get(routingKey(hub.id)))),
  ].filter(isAsked);
  const routes = [
    ...each(SeenRoute, inventory.routeTables, (table) => seenRoutes(table, inventory)),
    ...each(SeenRoute, inventory.connections, (connection) => staticRoutes(connection, inventory)),
    ...each(SeenRoute, inventory.hubs, (hub) => seenHubRoutes(hub, inventory, routing, links)),
  ];
  const services = [
    ...each(SeenService, inventory.interfaces, (one) => seenMachine(one, inventory)),
    ...each(SeenService, inventory.sqlServers, (server) => [seenSqlServer(server, inventory)]),
    ...each(SeenService, inventory.storageAccounts, (account) => [seenStorageAccount(account, inventory)]),
  ].filter(isAsked);
  const owners = new Set([...networks, ...gateways].map(({ key }) => key));
  return {
    networks,
    gateways,
    links,
    services,
    routes: routes.filter(({ owner }) => regions.length === 0 || owners.has(owner)),
    gaps: [...understanding.gaps],
  };
}

export const regionFilter =
  (regions: readonly string[]) =>
  ({ regionId }: { readonly regionId: string }): boolean =>
    regions.length === 0 || regions.map(regionOf).includes(regionId);
