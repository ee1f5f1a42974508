import { createHash } from "node:crypto";
import type { EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import { covers, toNumber } from "../../world/prefix.ts";
import type { World } from "../../world/world.ts";
import { dotted } from "./addresses.ts";
import { groupsOf, isVirtualHub, networkId, virtualHubsOf } from "./subscription.ts";

export const hubId = (world: World, hub: EstateGateway): string => networkId(world, hub, "virtualHubs", hub.providerId);
export const hubVpnGatewayName = ({ providerId }: EstateGateway): string => `${providerId}-vpn`;
export const hubVpnGatewayId = (world: World, hub: EstateGateway): string =>
  networkId(world, hub, "vpnGateways", hubVpnGatewayName(hub));
export const hubConnectionId = (world: World, hub: EstateGateway, network: EstateNetwork): string =>
  `${hubId(world, hub)}/hubVirtualNetworkConnections/conn-${network.id}`;
export const defaultRouteTableId = (world: World, hub: EstateGateway): string =>
  `${hubId(world, hub)}/hubRouteTables/defaultRouteTable`;

/** All hubs of one subscription are of one Virtual WAN, kept where the first of them is. */
export function wanIdOf(world: World, subscriptionId: string): string {
  const [first] = groupsOf(world, subscriptionId).flatMap(virtualHubsOf);
  return first ? networkId(world, first, "virtualWans", `vwan-${world.atlas.estate.name}`) : "";
}

/** VNets that are connected to a hub. */
export const vnetsOfHub = ({ atlas }: World, hub: EstateGateway): readonly EstateNetwork[] =>
  atlas.estate.networks.filter(({ cloud, gatewayId }) => cloud === "azure" && gatewayId === hub.id);

/** The hub a VNet is connected to. */
export function virtualHubOf({ atlas }: World, { gatewayId }: EstateNetwork): EstateGateway | undefined {
  const gateway = gatewayId === undefined ? undefined : atlas.gateways.get(gatewayId);
  return gateway && isVirtualHub(gateway) ? gateway : undefined;
}

/** A /24 of the hub's own, which the estate does not say: one of 10.240.0.0/12 that nothing in it overlaps, if there is any. */
export function hubRange({ atlas: { estate } }: World, hub: EstateGateway): string {
  const taken = estate.networks.flatMap(({ cidrs }) => cidrs);
  let place = estate.gateways.filter(isVirtualHub).indexOf(hub);
  for (let i = 0; i < RANGE_COUNT; i++) {
    const range = `${dotted(FIRST_RANGE + i * 256)}/24`;
    const isFree = !taken.some((other) => covers(other, range) || covers(range, other));
    if (isFree && place-- === 0) return range;
  }
  return `${dotted(FIRST_RANGE)}/24`;
}
const FIRST_RANGE = toNumber("10.240.0.0");
const RANGE_COUNT = 4_096;

/** A GUID that is always the same for a text. */
export const stableGuid = (text: string): string =>
  createHash("sha256")
    .update(text)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
