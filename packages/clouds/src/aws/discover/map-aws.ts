import { type CloudDiscovery, LinkSighting, SeenGateway, SeenNetwork, SeenRoute, SeenService } from "@skylane/core";
import { atlasOf } from "./atlas.ts";
import { type AwsInventory, onceEach, placedGlobally, placedIn } from "./inventory.ts";
import { idleBundle, idlePort, seenInterconnect, seenInterface } from "./seen-circuits.ts";
import { seenCoreRoutes } from "./seen-core-routes.ts";
import {
  seenCoreNetwork,
  seenDirectConnectGateway,
  seenInternetGateway,
  seenNatGateway,
  seenTransitGateway,
  seenVpnGateway,
} from "./seen-gateways.ts";
import { seenMulticloudLink } from "./seen-multicloud.ts";
import { highestOf, seenNetwork } from "./seen-networks.ts";
import { seenCorePeering, seenPeering, seenTransitPeering } from "./seen-peerings.ts";
import { seenTransitRoutes, seenVpcRoutes, seenVpnRoutes } from "./seen-routes.ts";
import { hostedCounts, seenDatabase, seenFunction, seenInstance } from "./seen-services.ts";
import { seenConnectPeer, seenVpn } from "./seen-vpns.ts";
import { startUnderstanding } from "./understand.ts";
import { byId } from "./words.ts";

/** What an inventory shows; pure. An object that is not understood is a gap and stops no other. */
export function mapAws(
  inventory: AwsInventory,
): Pick<CloudDiscovery, "networks" | "gateways" | "links" | "routes" | "services" | "gaps"> {
  const atlas = atlasOf(inventory);
  const understanding = startUnderstanding();
  const { each } = understanding;
  const hostInterfaces = inventory.regions.flatMap((region) => region.hostInterfaces);
  const databases = placedIn(inventory, (region) => region.databases);
  const services = byKey([
    ...each(
      "function",
      SeenService,
      placedIn(inventory, (region) => region.functions),
      (one) => seenFunction(one, hostInterfaces),
    ),
    ...each(
      "machine",
      SeenService,
      placedIn(inventory, (region) => region.instances),
      seenInstance,
    ),
    ...each("database", SeenService, databases, (one) =>
      seenDatabase(
        one,
        hostInterfaces,
        databases.map(({ it }) => it),
      ),
    ),
  ]);
  const hosted = hostedCounts(inventory, services);
  const endpoints = highestOf(inventory.regions.map(({ endpointCounts }) => endpointCounts));
  const vpcParts = {
    subnets: [
      ...byId(
        inventory.regions.flatMap((region) => region.subnets),
        ({ SubnetId }) => SubnetId,
      ).values(),
    ],
    routeTables: inventory.regions.flatMap((region) => region.routeTables),
    endpoints: new Map([...endpoints].map(([id, count]) => [id, Math.max(0, count - (hosted.get(id) ?? 0))])),
  };
  const vpcs = onceEach(
    placedIn(inventory, (region) => region.vpcs),
    ({ VpcId }) => VpcId,
    ({ OwnerId }) => OwnerId,
  );
  const transitGateways = onceEach(
    placedIn(inventory, (region) => region.transitGateways),
    ({ TransitGatewayId }) => TransitGatewayId,
    ({ OwnerId }) => OwnerId,
  );
  const directConnectGateways = onceEach(
    placedGlobally(inventory, (account) => account.directConnectGateways),
    (gateway) => gateway.directConnectGatewayId,
    (gateway) => gateway.ownerAccount,
  );
  const coreNetworks = onceEach(
    placedGlobally(inventory, (account) => account.coreNetworks),
    ({ CoreNetworkId }) => CoreNetworkId,
    ({ OwnerAccountId }) => OwnerAccountId,
  );
  const interfaces = onceEach(
    placedIn(inventory, (region) => region.virtualInterfaces),
    ({ virtualInterfaceId }) => virtualInterfaceId,
    ({ ownerAccount }) => ownerAccount,
  );
  const corePeerings = onceEach(
    placedGlobally(inventory, (account) => account.corePeerings),
    ({ PeeringId }) => PeeringId,
  );
  const multicloudLinks = inventory.globals.flatMap(({ accountId, multicloudLinks: links }) =>
    links.map(({ regionId, ...it }) => ({ accountId, regionId, it })),
  );
  const ports = placedIn(inventory, (region) => region.ports);
  const vpns = placedIn(inventory, (region) => region.vpns);
  const links = [
    ...each("VPN connection", LinkSighting, vpns, (one) => seenVpn(one, atlas)),
    ...each("virtual interface", LinkSighting, interfaces, (one) => seenInterface(one, atlas)),
    ...each("Direct Connect connection", LinkSighting, ports, (one) => idlePort(one, atlas)),
    ...each(
      "LAG",
      LinkSighting,
      placedIn(inventory, (region) => region.lags),
      (one) => idleBundle(one, atlas),
    ),
    ...each(
      "interconnect",
      LinkSighting,
      placedIn(inventory, (region) => region.interconnects),
      seenInterconnect,
    ),
    ...each(
      "VPC peering",
      LinkSighting,
      placedIn(inventory, (region) => region.peerings),
      seenPeering,
    ),
    ...each(
      "transit gateway peering",
      LinkSighting,
      placedIn(inventory, (region) => region.transitPeerings),
      (one) => seenTransitPeering(one, atlas),
    ),
    ...each("core network peering", LinkSighting, corePeerings, (one) => seenCorePeering(one, atlas)),
    ...each("multicloud interconnect", LinkSighting, multicloudLinks, (one) => seenMulticloudLink(one, atlas)),
    ...each(
      "Connect peer",
      LinkSighting,
      placedIn(inventory, (region) => region.connectPeers),
      (one) => seenConnectPeer(one, atlas),
    ),
  ];
  return {
    networks: each("VPC", SeenNetwork, vpcs, (vpc) => seenNetwork(vpc, vpcParts)),
    gateways: byKey([
      ...each("transit gateway", SeenGateway, transitGateways, (one) => seenTransitGateway(one, atlas)),
      ...each(
        "virtual private gateway",
        SeenGateway,
        placedIn(inventory, (region) => region.vpnGateways),
        (one) => seenVpnGateway(one, atlas),
      ),
      ...each("Direct Connect gateway", SeenGateway, directConnectGateways, (one) =>
        seenDirectConnectGateway(one, atlas),
      ),
      ...each("core network", SeenGateway, coreNetworks, (one) => seenCoreNetwork(one, atlas)),
      ...each(
        "internet gateway",
        SeenGateway,
        placedIn(inventory, (region) => region.internetGateways),
        seenInternetGateway,
      ),
      ...each(
        "NAT gateway",
        SeenGateway,
        placedIn(inventory, (region) => region.natGateways),
        seenNatGateway,
      ),
    ]),
    links: byKey(links),
    routes: [
      ...each(
        "route table",
        SeenRoute,
        placedIn(inventory, (region) => region.routeTables),
        seenVpcRoutes,
      ),
      ...each(
        "transit gateway route",
        SeenRoute,
        placedIn(inventory, (region) => region.transitRoutes),
        (one) => seenTransitRoutes(one, atlas),
      ),
      ...each(
        "core network route",
        SeenRoute,
        placedGlobally(inventory, (account) => account.coreRoutes),
        (one) => seenCoreRoutes(one, atlas),
      ),
      ...each("VPN's static route", SeenRoute, vpns, seenVpnRoutes),
    ],
    services,
    gaps: [...understanding.gaps],
  };
}

const byKey = <T extends { readonly key: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map((one) => [one.key, one])).values(),
];
