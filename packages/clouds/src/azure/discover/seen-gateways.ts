import type { VirtualNetworkGateway } from "@azure/arm-network";
import type { SeenGateway } from "@skylane/core";
import { azureKey, commonOf, groupOf, nativeId, sameId, vnetOfSubnet } from "./arm-ids.ts";
import type { AzureInventory } from "./read-group.ts";

const KINDS: Readonly<Record<string, SeenGateway["kind"]>> = {
  Vpn: "vpn-gateway",
  ExpressRoute: "express-route-gateway",
};

/** A VPN or ExpressRoute gateway; no other kind is one of a network. */
export function seenGateway(gateway: VirtualNetworkGateway, inventory: AzureInventory): SeenGateway[] {
  const kind = KINDS[gateway.gatewayType ?? ""];
  if (!kind) return [];
  const vnets = new Set(
    (gateway.ipConfigurations ?? []).flatMap(({ subnet }) => vnetOfSubnet(subnet?.id) ?? []).map(azureKey),
  );
  return [
    {
      ...commonOf(gateway),
      kind,
      ...asnOf(gateway.bgpSettings?.asn),
      publicIps: [...publicIpsOf(gateway, inventory)],
      networkKeys: [...vnets],
      ...(kind === "vpn-gateway" && { handles: handlesOf(gateway) }),
    },
  ];
}

/** What a tunnel is built upon; a part that Azure does not tell is absent. */
function handlesOf(gateway: VirtualNetworkGateway): Record<string, string> {
  const { id, name, sku, active, bgpSettings, ipConfigurations = [] } = gateway;
  const [first, second] = ipConfigurations;
  const handles = {
    resourceGroup: groupOf(id),
    name,
    sku: sku?.name,
    activeActive: String(active ?? false),
    asn: bgpSettings?.asn?.toString(),
    subnetId: first?.subnet?.id,
    publicIpId1: first?.publicIPAddress?.id,
    publicIpId2: second?.publicIPAddress?.id,
    ipConfigurationId1: first?.id,
    ipConfigurationId2: second?.id,
    bgpAddresses: (bgpSettings?.bgpPeeringAddresses ?? [])
      .flatMap(({ customBgpIpAddresses = [] }) => customBgpIpAddresses)
      .join(","),
  };
  return Object.fromEntries(Object.entries(handles).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

export const asnOf = (asn: number | undefined) => (asn !== undefined && asn > 0 ? { asn } : {});

/** Addresses on the internet of a gateway's instances: from its BGP settings, else from the address objects it refers to. */
export function publicIpsOf(
  { bgpSettings, ipConfigurations = [] }: VirtualNetworkGateway,
  { publicIps }: Pick<AzureInventory, "publicIps">,
): ReadonlySet<string> {
  const told = (bgpSettings?.bgpPeeringAddresses ?? []).flatMap(({ tunnelIpAddresses }) => tunnelIpAddresses ?? []);
  const referred = ipConfigurations.flatMap(
    ({ publicIPAddress }) => publicIps.find(({ id }) => sameId(id, publicIPAddress?.id))?.ipAddress ?? [],
  );
  return new Set([...told, ...referred]);
}

/** Addresses of a gateway's BGP speakers: those Azure gave it, and those inside its tunnels. */
export const bgpAddressesOf = ({ bgpSettings }: VirtualNetworkGateway): ReadonlySet<string> =>
  new Set([
    ...(bgpSettings?.bgpPeeringAddress?.split(",").filter(Boolean) ?? []),
    ...(bgpSettings?.bgpPeeringAddresses ?? []).flatMap(({ defaultBgpIpAddresses = [], customBgpIpAddresses = [] }) => [
      ...defaultBgpIpAddresses,
      ...customBgpIpAddresses,
    ]),
  ]);

/** The public address of one instance of a gateway. */
export function publicIpOfInstance(
  gateway: VirtualNetworkGateway,
  ipConfigurationId: string,
  inventory: Pick<AzureInventory, "publicIps">,
): string | undefined {
  const told = gateway.bgpSettings?.bgpPeeringAddresses?.find(
    ({ ipconfigurationId }) => nativeId(ipconfigurationId ?? "") === nativeId(ipConfigurationId),
  )?.tunnelIpAddresses;
  if (told?.length === 1) return told[0];
  const reference = gateway.ipConfigurations?.find(({ id }) => sameId(id, ipConfigurationId))?.publicIPAddress?.id;
  return inventory.publicIps.find(({ id }) => sameId(id, reference))?.ipAddress;
}
