import type { EstateGateway } from "../../estate/estate.ts";
import { monthBytesOf } from "../../world/month-bytes.ts";
import type { World } from "../../world/world.ts";
import { addressIn } from "./addresses.ts";
import type { ArmResource } from "./arm-answer.ts";
import { hubCircuitConnectionId, privatePeeringId } from "./express-route-circuits.ts";
import { expressRouteName } from "./gateways.ts";
import { hubId, hubRange, hubVpnGatewayId, hubVpnGatewayName, wanIdOf } from "./hub-ids.ts";
import { endsOf, type GatewayEnd, networkId, publicIpsOf, type ResourceGroup, virtualHubsOf } from "./subscription.ts";
import { hasExpressRouteGateway, hasVpnGateway, routingConfiguration } from "./virtual-hubs.ts";

/** VPN gateways inside hubs; each has two instances at least. */
export const vpnGateways = (group: ResourceGroup): readonly ArmResource[] =>
  virtualHubsOf(group)
    .filter((hub) => hasVpnGateway(group.world, hub))
    .map((hub) => {
      const { world } = group;
      const range = hubRange(world, hub);
      const ends = vpnEndsOf(world, hub);
      const instances = instancesOf(world, hub).map((publicIpAddress, i) => ({
        id: instanceName(i),
        publicIpAddress,
        privateIpAddress: addressIn(range, FIRST_INSTANCE + i),
      }));
      return {
        id: hubVpnGatewayId(world, hub),
        name: hubVpnGatewayName(hub),
        type: "Microsoft.Network/vpnGateways",
        location: group.regionId,
        properties: {
          provisioningState: "Succeeded",
          virtualHub: { id: hubId(world, hub) },
          vpnGatewayScaleUnit: Math.max(
            1,
            ...ends.map(({ connection }) => Math.ceil(connection.bandwidthMbps / SCALE_UNIT_MBPS)),
          ),
          isRoutingPreferenceInternet: false,
          enableBgpRouteTranslationForNat: false,
          natRules: [],
          ipConfigurations: instances,
          bgpSettings: {
            asn: hub.asn,
            peerWeight: 0,
            bgpPeeringAddresses: instances.map(({ id, publicIpAddress, privateIpAddress }, i) => ({
              ipconfigurationId: id,
              defaultBgpIpAddresses: [addressIn(range, FIRST_SPEAKER + i)],
              customBgpIpAddresses: ends
                .filter((end) => hubInstanceOf(world, end) === i)
                .flatMap(({ own }) => own.peerIp ?? []),
              tunnelIpAddresses: [publicIpAddress, privateIpAddress],
            })),
          },
          connections: vpnConnections(group, hub),
        },
      };
    });

/** Far ends of a hub's tunnels: a site for each place, with a link for each tunnel. */
export const vpnSites = (group: ResourceGroup): readonly ArmResource[] =>
  virtualHubsOf(group).flatMap((hub) =>
    sitesOf(group.world, hub).map((site) => ({
      id: siteId(group.world, hub, site),
      name: site.name,
      type: "Microsoft.Network/vpnSites",
      location: group.regionId,
      properties: {
        provisioningState: "Succeeded",
        virtualWan: { id: wanIdOf(group.world, group.subscriptionId) },
        addressSpace: { addressPrefixes: [] },
        isSecuritySite: false,
        vpnSiteLinks: vpnSiteLinks(group, hub, site),
      },
    })),
  );

export const vpnSiteLinks = ({ world }: ResourceGroup, hub: EstateGateway, site: Site): readonly ArmResource[] =>
  site.ends.map(({ name, connection, other, farGateway }) => ({
    id: `${siteId(world, hub, site)}/vpnSiteLinks/link-${name}`,
    name: `link-${name}`,
    type: "Microsoft.Network/vpnSites/vpnSiteLinks",
    properties: {
      provisioningState: "Succeeded",
      ipAddress: other.publicIp,
      linkProperties: { linkProviderName: connection.carrier ?? "", linkSpeedInMbps: connection.bandwidthMbps },
      ...(other.peerIp !== undefined && {
        bgpProperties: { asn: farGateway?.asn, bgpPeeringAddress: other.peerIp },
      }),
    },
  }));

/** One a site, with the tunnels to its links. Shared keys are not in it. */
export const vpnConnections = ({ world }: ResourceGroup, hub: EstateGateway): readonly ArmResource[] =>
  sitesOf(world, hub).map((site) => {
    const id = `${hubVpnGatewayId(world, hub)}/vpnConnections/conn-${site.name}`;
    const links = site.ends.map((end) => linkConnection(world, hub, site, end, id));
    const sum = (counter: "ingressBytesTransferred" | "egressBytesTransferred"): number =>
      links.reduce((bytes, { properties }) => bytes + properties[counter], 0);
    return {
      id,
      name: `conn-${site.name}`,
      type: "Microsoft.Network/vpnGateways/vpnConnections",
      properties: {
        provisioningState: "Succeeded",
        remoteVpnSite: { id: siteId(world, hub, site) },
        enableInternetSecurity: false,
        routingConfiguration: routingConfiguration(world, hub),
        ingressBytesTransferred: sum("ingressBytesTransferred"),
        egressBytesTransferred: sum("egressBytesTransferred"),
        vpnLinkConnections: links,
      },
    };
  });

/** A tunnel of a hub's VPN gateway, by the name of the estate's connection. */
function linkConnection(world: World, hub: EstateGateway, site: Site, end: GatewayEnd, connectionId: string) {
  const { connection, own, name } = end;
  const bytes = monthBytesOf(world, connection.id);
  const isA = own === connection.a;
  return {
    id: `${connectionId}/vpnLinkConnections/${name}`,
    name,
    type: "Microsoft.Network/vpnGateways/vpnConnections/vpnLinkConnections",
    properties: {
      provisioningState: "Succeeded",
      vpnSiteLink: { id: `${siteId(world, hub, site)}/vpnSiteLinks/link-${name}` },
      connectionBandwidth: connection.bandwidthMbps,
      connectionStatus: world.conditionOf(connection).isSessionUp ? "Connected" : "NotConnected",
      ingressBytesTransferred: isA ? bytes.reverse : bytes.forward,
      egressBytesTransferred: isA ? bytes.forward : bytes.reverse,
      vpnConnectionProtocolType: "IKEv2",
      vpnLinkConnectionMode: "Default",
      enableBgp: end.other.peerIp !== undefined,
      enableRateLimiting: false,
      useLocalAzureIpAddress: false,
      usePolicyBasedTrafficSelectors: false,
      ipsecPolicies: [],
      routingWeight: 0,
      dpdTimeoutSeconds: 45,
      vpnGatewayCustomBgpAddresses:
        own.peerIp === undefined
          ? []
          : [{ ipConfigurationId: instanceName(hubInstanceOf(world, end)), customBgpIpAddress: own.peerIp }],
    },
  };
}

/** ExpressRoute gateways inside hubs. */
export const expressRouteGateways = (group: ResourceGroup): readonly ArmResource[] =>
  virtualHubsOf(group)
    .filter((hub) => hasExpressRouteGateway(group.world, hub))
    .map((hub) => ({
      id: networkId(group.world, hub, "expressRouteGateways", expressRouteName(hub)),
      name: expressRouteName(hub),
      type: "Microsoft.Network/expressRouteGateways",
      location: group.regionId,
      properties: {
        provisioningState: "Succeeded",
        virtualHub: { id: hubId(group.world, hub) },
        autoScaleConfiguration: { bounds: { min: 1, max: 2 } },
        allowNonVirtualWanTraffic: false,
        expressRouteConnections: expressRouteConnections(group, hub),
      },
    }));

/** Circuits connected to a hub. Authorization keys are not in it. */
export const expressRouteConnections = (group: ResourceGroup, hub: EstateGateway): readonly ArmResource[] =>
  endsOf(group.world, hub)
    .filter(({ type }) => type === "ExpressRoute")
    .map((end) => ({
      id: hubCircuitConnectionId(group, end),
      name: end.name,
      type: "Microsoft.Network/expressRouteGateways/expressRouteConnections",
      properties: {
        provisioningState: "Succeeded",
        expressRouteCircuitPeering: { id: privatePeeringId(group, end) },
        routingWeight: 0,
        enableInternetSecurity: false,
        expressRouteGatewayBypass: false,
        routingConfiguration: routingConfiguration(group.world, hub),
      },
    }));

/** A place that tunnels of a hub lead to. */
export interface Site {
  readonly name: string;
  readonly ends: readonly GatewayEnd[];
}

/** A site has four links at most: a place with more is several sites. */
export const sitesOf = (world: World, hub: EstateGateway): readonly Site[] =>
  [...Map.groupBy(vpnEndsOf(world, hub), ({ other }) => other.at)].flatMap(([farId, ends]) =>
    Array.from({ length: Math.ceil(ends.length / LINKS_A_SITE) }, (_, i) => ({
      name: `site-${hub.providerId}-${farId}${i === 0 ? "" : `-${i + 1}`}`,
      ends: ends.slice(i * LINKS_A_SITE, (i + 1) * LINKS_A_SITE),
    })),
  );

const LINKS_A_SITE = 4;
const SCALE_UNIT_MBPS = 500;
const FIRST_INSTANCE = 4;
const FIRST_SPEAKER = 12;
const vpnEndsOf = (world: World, hub: EstateGateway): readonly GatewayEnd[] =>
  endsOf(world, hub).filter(({ type }) => type === "IPsec");
const siteId = (world: World, hub: EstateGateway, { name }: Site): string => networkId(world, hub, "vpnSites", name);
const instanceName = (i: number): string => `Instance${i}`;

/** Public addresses of the instances: those of the estate, filled up to two with some of RFC 5737 that it does not use. */
function instancesOf(world: World, hub: EstateGateway): readonly string[] {
  const named = publicIpsOf(world, hub);
  const used = new Set(world.atlas.estate.connections.flatMap(({ a, b }) => [a.publicIp, b.publicIp]));
  const hubs = world.atlas.estate.gateways.filter(({ service }) => service === "virtual-hub");
  const spare = Array.from({ length: 254 }, (_, i) => `198.51.100.${i + 1}`).filter((address) => !used.has(address));
  const start = 2 * hubs.indexOf(hub);
  return named.length >= INSTANCE_COUNT
    ? named
    : [...named, ...spare.slice(start, start + INSTANCE_COUNT - named.length)];
}
const INSTANCE_COUNT = 2;

/** The instance whose public address a tunnel uses; the first where the estate names none. */
const hubInstanceOf = (world: World, { gateway, own }: GatewayEnd): number =>
  Math.max(0, publicIpsOf(world, gateway).indexOf(own.publicIp ?? ""));
