import type { NetworkInterface, RouteTable, Subnet, VirtualNetwork } from "@azure/arm-network";
import type { SeenNetwork, SeenRoute } from "@skylane/core";
import { azureKey, clipped, commonOf, nativeId, sameId, vnetOfSubnet } from "./arm-ids.ts";
import type { AzureInventory } from "./read-group.ts";

/** A VNet with the number of interfaces in it. */
export const seenNetwork = (
  vnet: VirtualNetwork,
  endpointCounts: ReadonlyMap<string, number>,
  { routeTables }: Pick<AzureInventory, "routeTables">,
): SeenNetwork => ({
  ...commonOf(vnet),
  cidrs: [...(vnet.addressSpace?.addressPrefixes ?? [])],
  subnetCount: vnet.subnets?.length ?? 0,
  subnets: (vnet.subnets ?? []).flatMap((subnet) => seenSubnet(subnet, routeTables)),
  endpointCount: endpointCounts.get(nativeId(vnet.id ?? "")) ?? 0,
});

/** A subnet by its first range of IPv4. */
function seenSubnet(
  { id, name, addressPrefix, addressPrefixes = [], routeTable }: Subnet,
  tables: readonly RouteTable[],
): SeenSubnet[] {
  const cidr = [addressPrefix, ...addressPrefixes].find((one) => one !== undefined && !one.includes(":"));
  if (id === undefined || cidr === undefined) return [];
  return [
    {
      nativeId: nativeId(id),
      ...(name !== undefined && { name: clipped(name) }),
      cidr,
      ...(routeTable?.id !== undefined && { routeTableId: nativeId(routeTable.id) }),
      ...(tables.some((table) => table.disableBgpRoutePropagation && sameId(table.id, routeTable?.id)) && {
        isPropagationOff: true as const,
      }),
    },
  ];
}
type SeenSubnet = NonNullable<SeenNetwork["subnets"]>[number];

/** Ids, in lower case, of the VNets that an interface has an address in. */
export const vnetsOfInterface = ({ ipConfigurations = [] }: NetworkInterface): readonly string[] => [
  ...new Set(ipConfigurations.flatMap(({ subnet }) => vnetOfSubnet(subnet?.id) ?? []).map(nativeId)),
];

/** User-defined routes, once for each VNet that has a subnet with the table. Service tags are not prefixes and are left out. */
export function seenRoutes(
  { id = "", routes = [], subnets = [] }: RouteTable,
  { gateways }: Pick<AzureInventory, "gateways">,
): SeenRoute[] {
  const vnets = new Map(subnets.flatMap((subnet) => vnetOfSubnet(subnet.id) ?? []).map((it) => [nativeId(it), it]));
  return [...vnets.values()].flatMap((vnet) =>
    routes.flatMap(({ addressPrefix, nextHopType }): SeenRoute[] => {
      if (!addressPrefix?.includes("/")) return [];
      const gateway = gateways.find(
        ({ gatewayType, ipConfigurations = [] }) =>
          gatewayType === "Vpn" && ipConfigurations.some(({ subnet }) => sameId(vnetOfSubnet(subnet?.id), vnet)),
      );
      const kind = NEXT_KINDS[nextHopType ?? ""] ?? "none";
      return [
        {
          cloud: "azure",
          owner: azureKey(vnet),
          tableId: nativeId(id),
          prefix: addressPrefix,
          next: { kind, ...(kind === "gateway" && gateway?.id !== undefined && { key: azureKey(gateway.id) }) },
          origin: "static",
          isActive: true,
        },
      ];
    }),
  );
}

const NEXT_KINDS: Readonly<Record<string, SeenRoute["next"]["kind"]>> = {
  VirtualNetworkGateway: "gateway",
  VnetLocal: "local",
  Internet: "internet",
  VirtualAppliance: "interface",
  None: "none",
};
