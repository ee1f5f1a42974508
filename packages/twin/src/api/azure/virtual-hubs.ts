import type { EstateGateway } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import { addressIn } from "./addresses.ts";
import type { ArmResource } from "./arm-answer.ts";
import { expressRouteName } from "./gateways.ts";
import {
  defaultRouteTableId,
  hubConnectionId,
  hubId,
  hubRange,
  hubVpnGatewayId,
  vnetsOfHub,
  wanIdOf,
} from "./hub-ids.ts";
import { endsOf, groupsOf, networkId, type ResourceGroup, virtualHubsOf, vnetId } from "./subscription.ts";
import { withPreference } from "./write-hub.ts";

/** The Virtual WAN of the subscription, in the group of its first hub. */
export function virtualWans(group: ResourceGroup): readonly ArmResource[] {
  const { world, subscriptionId } = group;
  const hubs = groupsOf(world, subscriptionId).flatMap(virtualHubsOf);
  if (hubs[0] === undefined || !virtualHubsOf(group).includes(hubs[0])) return [];
  const id = wanIdOf(world, subscriptionId);
  return [
    {
      id,
      name: id.slice(id.lastIndexOf("/") + 1),
      type: "Microsoft.Network/virtualWans",
      location: group.regionId,
      properties: {
        provisioningState: "Succeeded",
        disableVpnEncryption: false,
        allowBranchToBranchTraffic: true,
        office365LocalBreakoutCategory: "None",
        type: "Standard",
        virtualHubs: hubs.map((hub) => ({ id: hubId(world, hub) })),
      },
    },
  ];
}

/** Hubs of the Virtual WAN, each with what stands in it. */
export const virtualHubs = (group: ResourceGroup): readonly ArmResource[] =>
  virtualHubsOf(group).map((hub) => {
    const { world } = group;
    const range = hubRange(world, hub);
    return withPreference(world, hub, {
      id: hubId(world, hub),
      name: hub.providerId,
      type: "Microsoft.Network/virtualHubs",
      location: group.regionId,
      properties: {
        provisioningState: "Succeeded",
        virtualWan: { id: wanIdOf(world, group.subscriptionId) },
        addressPrefix: range,
        sku: "Standard",
        routingState: "Provisioned",
        virtualRouterAsn: hub.asn,
        virtualRouterIps: ROUTER_PLACES.map((place) => addressIn(range, place)),
        virtualRouterAutoScaleConfiguration: { minCapacity: 2 },
        allowBranchToBranchTraffic: true,
        virtualHubRouteTableV2s: [],
        ...(hasVpnGateway(world, hub) && { vpnGateway: { id: hubVpnGatewayId(world, hub) } }),
        ...(hasExpressRouteGateway(world, hub) && {
          expressRouteGateway: { id: networkId(world, hub, "expressRouteGateways", expressRouteName(hub)) },
        }),
      },
    });
  });

/** Where in a hub's range its two routers answer. */
const ROUTER_PLACES = [68, 69];

export const hasVpnGateway = (world: World, hub: EstateGateway): boolean =>
  endsOf(world, hub).some(({ type }) => type === "IPsec");
export const hasExpressRouteGateway = (world: World, hub: EstateGateway): boolean =>
  endsOf(world, hub).some(({ type }) => type === "ExpressRoute");

/** VNets connected to a hub. */
export const hubVirtualNetworkConnections = ({ world }: ResourceGroup, hub: EstateGateway): readonly ArmResource[] =>
  vnetsOfHub(world, hub).map((network) => ({
    id: hubConnectionId(world, hub, network),
    name: `conn-${network.id}`,
    type: "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections",
    properties: {
      provisioningState: "Succeeded",
      remoteVirtualNetwork: { id: vnetId(world, network) },
      allowHubToRemoteVnetTransit: true,
      allowRemoteVnetToUseHubVnetGateways: true,
      enableInternetSecurity: false,
      routingConfiguration: routingConfiguration(world, hub),
    },
  }));

/** The two tables every hub is born with; all connections are in the first. */
export function hubRouteTables({ world }: ResourceGroup, hub: EstateGateway): readonly ArmResource[] {
  const inDefault = vnetsOfHub(world, hub).map((network) => hubConnectionId(world, hub, network));
  const table = (name: string, label: string, connections: readonly string[]): ArmResource => ({
    id: `${hubId(world, hub)}/hubRouteTables/${name}`,
    name,
    type: "Microsoft.Network/virtualHubs/hubRouteTables",
    properties: {
      provisioningState: "Succeeded",
      routes: [],
      labels: [label],
      associatedConnections: connections,
      propagatingConnections: connections,
    },
  });
  return [table("defaultRouteTable", "default", inDefault), table("noneRouteTable", "none", [])];
}

/** In which tables a connection is: the default one. */
export const routingConfiguration = (world: World, hub: EstateGateway) => ({
  associatedRouteTable: { id: defaultRouteTableId(world, hub) },
  propagatedRouteTables: { labels: ["default"], ids: [{ id: defaultRouteTableId(world, hub) }] },
});
