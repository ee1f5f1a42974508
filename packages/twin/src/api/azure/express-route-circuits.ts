import { createHash } from "node:crypto";
import { canonical, toNumber } from "../../world/prefix.ts";
import { announcedPrepend } from "../../world/router-policy.ts";
import { dotted } from "./addresses.ts";
import type { ArmResource } from "./arm-answer.ts";
import { expressRouteName } from "./gateways.ts";
import {
  endsOf,
  type GatewayEnd,
  gatewaysOf,
  isVirtualHub,
  networkId,
  type ResourceGroup,
  virtualHubsOf,
} from "./subscription.ts";
import { withState } from "./write-peering.ts";

export const PRIVATE_PEERING = "AzurePrivatePeering";

/** The circuits behind ExpressRoute connections; each has its private peering. */
export const expressRouteCircuits = (group: ResourceGroup): readonly ArmResource[] =>
  circuitEnds(group).map((end) => ({
    id: circuitId(group, end),
    name: end.name,
    type: "Microsoft.Network/expressRouteCircuits",
    location: group.regionId,
    tags: end.connection.tags,
    sku: { name: "Standard_MeteredData", tier: "Standard", family: "MeteredData" },
    properties: {
      provisioningState: "Succeeded",
      circuitProvisioningState: "Enabled",
      serviceProviderProvisioningState: "Provisioned",
      allowClassicOperations: false,
      authorizations: [],
      peerings: [privatePeering(group, end)],
      serviceKey: serviceKeyOf(end),
      serviceProviderProperties: {
        serviceProviderName: end.connection.carrier,
        peeringLocation: end.connection.location,
        bandwidthInMbps: end.connection.bandwidthMbps,
      },
    },
  }));

export const circuitEnds = (group: ResourceGroup): readonly GatewayEnd[] =>
  [...gatewaysOf(group), ...virtualHubsOf(group)].flatMap((gateway) =>
    endsOf(group.world, gateway).filter(({ type }) => type === "ExpressRoute"),
  );
export const circuitId = (group: ResourceGroup, { gateway, name }: GatewayEnd): string =>
  networkId(group.world, gateway, "expressRouteCircuits", name);
export const privatePeeringId = (group: ResourceGroup, end: GatewayEnd): string =>
  `${circuitId(group, end)}/peerings/${PRIVATE_PEERING}`;
/** The connection of a hub's ExpressRoute gateway to the circuit; it has the circuit's name. */
export const hubCircuitConnectionId = (group: ResourceGroup, { gateway, name }: GatewayEnd): string =>
  `${networkId(group.world, gateway, "expressRouteGateways", expressRouteName(gateway))}/expressRouteConnections/${name}`;

export function privatePeering(group: ResourceGroup, end: GatewayEnd): ArmResource {
  const address = end.own.peerIp ?? end.other.peerIp;
  const primary = address === undefined ? undefined : canonical(`${address}/30`);
  return withState(group, end, {
    id: privatePeeringId(group, end),
    name: PRIVATE_PEERING,
    type: "Microsoft.Network/expressRouteCircuits/peerings",
    properties: {
      provisioningState: "Succeeded",
      peeringType: PRIVATE_PEERING,
      // Azure's own side of every circuit is 12076; here it is what the estate's routers are told
      azureASN: end.gateway.asn,
      peerASN: end.farGateway?.asn,
      ...(primary !== undefined && {
        primaryPeerAddressPrefix: primary,
        secondaryPeerAddressPrefix: `${dotted(toNumber(primary.split("/")[0] ?? "") + 4)}/30`,
      }),
      ...(isVirtualHub(end.gateway) && { expressRouteConnection: { id: hubCircuitConnectionId(group, end) } }),
      primaryAzurePort: "",
      secondaryAzurePort: "",
      vlanId: FIRST_VLAN + (Number.parseInt(digest(end).slice(0, 6), 16) % VLAN_COUNT),
    },
  });
}

/** Who answers on the circuit, at which address. */
export const arpTable = ({ own, other }: GatewayEnd) =>
  [
    { interface: "On-Prem", ipAddress: other.peerIp },
    { interface: "Microsoft", ipAddress: own.peerIp },
  ].flatMap(({ ipAddress, ...row }) =>
    ipAddress === undefined ? [] : [{ age: 5, ...row, ipAddress, macAddress: macOf(ipAddress) }],
  );

/** What one of the circuit's two edge routers holds: prefixes of the far side, and of the VNets. */
export function circuitRoutes(group: ResourceGroup, { connection, gateway, own, other, farGateway }: GatewayEnd) {
  const isOff = group.world.routing.disabledPeerings.has(connection.id);
  if (isOff || !group.world.conditionOf(connection).isSessionUp) return [];
  const row = (network: string, nextHop: string, path: string) => ({ network, nextHop, locPrf: "", weight: 0, path });
  const farPath = (network: string): string =>
    Array.from(
      { length: 1 + announcedPrepend(group.world.routing, connection.id, other, network) },
      () => farGateway?.asn ?? "",
    ).join(" ");
  return [
    ...other.announces.map((network) => row(network, other.peerIp ?? "", farPath(network))),
    ...own.announces.map((network) => row(network, own.peerIp ?? "", String(gateway.asn))),
  ];
}

const FIRST_VLAN = 100;
const VLAN_COUNT = 3_900;
const digest = ({ connection }: GatewayEnd): string => createHash("sha256").update(connection.id).digest("hex");
const macOf = (address: string): string =>
  `02:00:${[24, 16, 8, 0].map((shift) => ((toNumber(address) >>> shift) & 0xff).toString(16).padStart(2, "0")).join(":")}`;

/** Not a secret, but looks like one: whoever stores or prints it would do so with a real one. */
const serviceKeyOf = (end: GatewayEnd): string =>
  digest(end).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
