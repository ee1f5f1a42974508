import type { EstateGateway } from "../../estate/estate.ts";
import { addressIn } from "./addresses.ts";
import type { ArmResource } from "./arm-answer.ts";
import { addedAddresses } from "./made/born-gateway.ts";
import { madeIn } from "./made/records.ts";
import { etagOf, writeTo } from "./start-write.ts";
import {
  endsOf,
  type GatewayEnd,
  gatewaysOf,
  hubOf,
  networkId,
  publicIpsOf,
  type ResourceGroup,
  vnetId,
} from "./subscription.ts";
import { gatewayRange } from "./virtual-networks.ts";

/** A VPN gateway for each gateway of the estate, and an ExpressRoute gateway beside it where a circuit ends; and those that were made. */
export const virtualNetworkGateways = (group: ResourceGroup): readonly ArmResource[] => [
  ...gatewaysOf(group).flatMap((gateway) => [
    vpnGateway(group, gateway),
    ...(endsOf(group.world, gateway).some(({ type }) => type === "ExpressRoute")
      ? [expressRouteGateway(group, gateway)]
      : []),
  ]),
  ...madeIn(group, "Microsoft.Network/virtualNetworkGateways"),
];

/** Addresses of the gateways' instances, and those that were made. */
export const publicIPAddresses = (group: ResourceGroup): readonly ArmResource[] => [
  ...bornAddresses(group),
  ...madeIn(group, "Microsoft.Network/publicIPAddresses"),
];

const bornAddresses = (group: ResourceGroup): readonly ArmResource[] =>
  gatewaysOf(group).flatMap((gateway) =>
    publicIpsOf(group.world, gateway).map((ipAddress, i) => ({
      id: publicIpId(group, gateway, i),
      name: publicIpName(gateway, i),
      type: "Microsoft.Network/publicIPAddresses",
      location: group.regionId,
      sku: { name: "Standard", tier: "Regional" },
      properties: {
        provisioningState: "Succeeded",
        ipAddress,
        publicIPAddressVersion: "IPv4",
        publicIPAllocationMethod: "Static",
        idleTimeoutInMinutes: 4,
        ipConfiguration: { id: ipConfigurationId(group, gateway.providerId, gateway, i) },
      },
    })),
  );

/** The far ends of IPsec connections, as their owner wrote them down. */
export const localNetworkGateways = (group: ResourceGroup): readonly ArmResource[] => [
  ...bornFarEnds(group),
  ...madeIn(group, "Microsoft.Network/localNetworkGateways"),
];

const bornFarEnds = (group: ResourceGroup): readonly ArmResource[] =>
  gatewaysOf(group).flatMap((gateway) =>
    endsOf(group.world, gateway)
      .filter(({ type }) => type === "IPsec")
      .map((end) => ({
        id: localNetworkGatewayId(group, end),
        name: `lng-${end.name}`,
        type: "Microsoft.Network/localNetworkGateways",
        location: group.regionId,
        properties: {
          provisioningState: "Succeeded",
          localNetworkAddressSpace: { addressPrefixes: [] },
          gatewayIpAddress: end.other.publicIp,
          bgpSettings: {
            asn: end.farGateway?.asn,
            bgpPeeringAddress: end.other.peerIp,
            peerWeight: 0,
          },
        },
      })),
  );

export const gatewayId = (group: ResourceGroup, gateway: EstateGateway, name = gateway.providerId): string =>
  networkId(group.world, gateway, "virtualNetworkGateways", name);
export const expressRouteName = ({ providerId }: EstateGateway): string => `${providerId}-er`;
export const localNetworkGatewayId = (group: ResourceGroup, end: GatewayEnd): string =>
  networkId(group.world, end.gateway, "localNetworkGateways", `lng-${end.name}`);
export const ipConfigurationId = (group: ResourceGroup, name: string, gateway: EstateGateway, i: number): string =>
  `${gatewayId(group, gateway, name)}/ipConfigurations/${configurationName(i)}`;

const configurationName = (i: number): string => (i === 0 ? "default" : `instance-${i}`);
const publicIpName = ({ providerId }: EstateGateway, i: number): string => `pip-${providerId}-${i + 1}`;
const publicIpId = (group: ResourceGroup, gateway: EstateGateway, i: number): string =>
  networkId(group.world, gateway, "publicIPAddresses", publicIpName(gateway, i));

/** The instance whose public address a connection uses; the first where the estate names none. */
export const instanceOf = (group: ResourceGroup, { gateway, own }: GatewayEnd): number =>
  Math.max(0, publicIpsOf(group.world, gateway).indexOf(own.publicIp ?? ""));

function vpnGateway(group: ResourceGroup, gateway: EstateGateway): ArmResource {
  const publicIps = publicIpsOf(group.world, gateway);
  const instances = publicIps.length > 0 ? publicIps : [undefined];
  const ends = endsOf(group.world, gateway).filter(({ type }) => type !== "ExpressRoute");
  const defaults = instances.map((_, i) => defaultAddress(group, gateway, i));
  const id = gatewayId(group, gateway);
  const configured = {
    ipConfigurations: instances.map((ip, i) =>
      ipConfiguration(group, gateway, gateway.providerId, i, ip !== undefined && publicIpId(group, gateway, i)),
    ),
    sku: gatewaySku(
      Math.max(0, ...ends.filter(({ type }) => type === "IPsec").map(({ connection }) => connection.bandwidthMbps)),
    ),
    gatewayType: "Vpn",
    vpnType: "RouteBased",
    vpnGatewayGeneration: "Generation2",
    enableBgp: true,
    enablePrivateIpAddress: false,
    activeActive: instances.length > 1,
    bgpSettings: {
      asn: gateway.asn,
      bgpPeeringAddress: defaults.flatMap((address) => address ?? []).join(","),
      peerWeight: 0,
      bgpPeeringAddresses: instances.map((ip, i) => ({
        ipconfigurationId: ipConfigurationId(group, gateway.providerId, gateway, i),
        defaultBgpIpAddresses: defaults.slice(i, i + 1).flatMap((address) => address ?? []),
        customBgpIpAddresses: [
          ...ends.filter((end) => instanceOf(group, end) === i).flatMap(({ own }) => own.peerIp ?? []),
          ...addedAddresses(group.world, id, ipConfigurationId(group, gateway.providerId, gateway, i)),
        ],
        tunnelIpAddresses: ip === undefined ? [] : [ip],
      })),
    },
  };
  return {
    ...base(group, gateway, gateway.providerId),
    etag: etagOf(configured),
    properties: { provisioningState: writeTo(group.world, id) ? "Updating" : "Succeeded", ...configured },
  };
}

/** What all tunnels of a gateway of that size carry together. */
export const mbpsOf = (sku: string): number => SKUS_MBPS.find(([name]) => name === sku)?.[1] ?? LARGEST_MBPS;

/** The smallest gateway that one of its links does not outgrow; Mbps are a gateway's aggregate. */
export function gatewaySku(bandwidthMbps: number) {
  const [name = ""] = SKUS_MBPS.find(([, mbps]) => mbps >= bandwidthMbps) ?? ["VpnGw5AZ"];
  return { name, tier: name, capacity: 2 };
}
const SKUS_MBPS = [
  ["VpnGw1AZ", 650],
  ["VpnGw2AZ", 1_000],
  ["VpnGw3AZ", 1_250],
  ["VpnGw4AZ", 5_000],
] as const;
const LARGEST_MBPS = 10_000;

function expressRouteGateway(group: ResourceGroup, gateway: EstateGateway): ArmResource {
  const name = expressRouteName(gateway);
  return {
    ...base(group, gateway, name),
    properties: {
      provisioningState: "Succeeded",
      ipConfigurations: [ipConfiguration(group, gateway, name, 0, false)],
      sku: { name: "ErGw1AZ", tier: "ErGw1AZ", capacity: 2 },
      gatewayType: "ExpressRoute",
      vpnType: "RouteBased",
      vpnGatewayGeneration: "None",
      enableBgp: false,
      enablePrivateIpAddress: false,
      activeActive: false,
      bgpSettings: { asn: gateway.asn, peerWeight: 0 },
    },
  };
}

const base = (group: ResourceGroup, gateway: EstateGateway, name: string) => ({
  id: gatewayId(group, gateway, name),
  name,
  type: "Microsoft.Network/virtualNetworkGateways",
  location: group.regionId,
});

/** The first addresses of the gateway's subnet that Azure gives to instances. */
function defaultAddress({ world }: ResourceGroup, gateway: EstateGateway, i: number): string | undefined {
  const hub = hubOf(world, gateway);
  return hub && addressIn(gatewayRange(hub), 4 + i);
}

function ipConfiguration(
  group: ResourceGroup,
  gateway: EstateGateway,
  name: string,
  i: number,
  publicIpAddressId: string | false,
) {
  const hub = hubOf(group.world, gateway);
  return {
    name: configurationName(i),
    id: ipConfigurationId(group, name, gateway, i),
    properties: {
      provisioningState: "Succeeded",
      privateIPAllocationMethod: "Dynamic",
      ...(publicIpAddressId !== false && { publicIPAddress: { id: publicIpAddressId } }),
      ...(hub && { subnet: { id: `${vnetId(group.world, hub)}/subnets/GatewaySubnet` } }),
    },
  };
}
