import type { EstateNetwork, EstateService } from "../../estate/estate.ts";
import { addressIn } from "./addresses.ts";
import type { ArmResource } from "./arm-answer.ts";
import { hubRange, stableGuid, virtualHubOf } from "./hub-ids.ts";
import { madeIn } from "./made/records.ts";
import { nsgIdOf } from "./made/security-rules.ts";
import { groupId, hasOwnGateway, networkId, type ResourceGroup, vnetId, vnetName, vnetsOf } from "./subscription.ts";
import { hasRouteTable, routesOf, routeTableId, tableEtag } from "./user-routes.ts";

/** VNets with their subnets and their halves of peerings. */
export const virtualNetworks = (group: ResourceGroup): readonly ArmResource[] =>
  vnetsOf(group).map((network) => ({
    id: vnetId(group.world, network),
    name: vnetName(network),
    type: "Microsoft.Network/virtualNetworks",
    location: group.regionId,
    tags: network.tags,
    properties: {
      provisioningState: "Succeeded",
      addressSpace: { addressPrefixes: network.cidrs },
      subnets: subnetsOf(group, network),
      virtualNetworkPeerings: [
        ...peeringsOf(group, network),
        ...hubPeeringsOf(group, network),
        ...partsOf(group, network, "virtualNetworkPeerings"),
      ],
      enableDdosProtection: false,
    },
  }));

/** Interfaces of a VNet: one for each machine that the estate names, and as many as it counts other resources. */
export const networkInterfaces = (group: ResourceGroup): readonly ArmResource[] =>
  vnetsOf(group).flatMap((network) => {
    const machines = machinesIn(group, network);
    return [
      ...machines.map((machine) => machineInterface(group, network, machine)),
      ...Array.from({ length: network.resourceCount }, (_, i) => {
        const name = `nic-${vnetName(network)}-${String(i + 1).padStart(4, "0")}`;
        return networkInterface(group, network, name, addressIn(defaultRange(network), FIRST_FREE + i));
      }),
    ];
  });

/** Addresses that interfaces of a VNet have. */
export const interfaceAddresses = (network: EstateNetwork): readonly string[] =>
  Array.from({ length: network.resourceCount }, (_, i) => addressIn(defaultRange(network), FIRST_FREE + i));

const machinesIn = ({ world }: ResourceGroup, network: EstateNetwork): readonly EstateService[] =>
  [...world.services.services.values()].filter(
    ({ kind, networkId: at, address }) => kind === "azure-vm" && at === network.id && address !== undefined,
  );

function machineInterface(group: ResourceGroup, network: EstateNetwork, machine: EstateService): ArmResource {
  const nic = networkInterface(group, network, `${machine.name}-nic`, machine.address ?? "");
  const machineId = `${groupId(group.world, network)}/providers/Microsoft.Compute/virtualMachines/${machine.name}`;
  const guardId = nsgIdOf(group, machine.nsgId);
  return {
    ...nic,
    tags: machine.tags,
    properties: {
      ...nic.properties,
      virtualMachine: { id: machineId },
      ...(guardId !== undefined && { networkSecurityGroup: { id: guardId } }),
    },
  };
}

function networkInterface(group: ResourceGroup, network: EstateNetwork, name: string, address: string): ArmResource {
  const id = networkId(group.world, network, "networkInterfaces", name);
  return {
    id,
    name,
    type: "Microsoft.Network/networkInterfaces",
    location: group.regionId,
    properties: {
      provisioningState: "Succeeded",
      ipConfigurations: [
        {
          name: "ipconfig1",
          id: `${id}/ipConfigurations/ipconfig1`,
          properties: {
            provisioningState: "Succeeded",
            privateIPAddress: address,
            privateIPAllocationMethod: "Dynamic",
            privateIPAddressVersion: "IPv4",
            primary: true,
            subnet: { id: subnetId(group, network, "default") },
          },
        },
      ],
      enableAcceleratedNetworking: false,
      enableIPForwarding: false,
      primary: true,
    },
  };
}

/** User-defined routes: those of the estate that leave over the internet, and what was written since. */
export const routeTables = (group: ResourceGroup): readonly ArmResource[] =>
  vnetsOf(group).flatMap((network): readonly ArmResource[] => {
    if (!hasRouteTable(group, network)) return [];
    return [
      {
        id: routeTableId(group, network),
        name: `rt-${vnetName(network)}`,
        type: "Microsoft.Network/routeTables",
        location: group.regionId,
        etag: tableEtag(group, network),
        properties: {
          provisioningState: "Succeeded",
          disableBgpRoutePropagation: false,
          routes: routesOf(group, network),
          subnets: [{ id: subnetId(group, network, "default") }],
        },
      },
    ];
  });

const FIRST_FREE = 4; // Azure keeps the first four addresses of a subnet
const GATEWAY_SUBNET_BITS = 27;

export const subnetId = (group: ResourceGroup, network: EstateNetwork, name: string): string =>
  `${vnetId(group.world, network)}/subnets/${name}`;

/** Parts of a VNet: those of the estate, and those that were made. */
export function subnetsOf(group: ResourceGroup, network: EstateNetwork): readonly ArmResource[] {
  const hasRoutes = hasRouteTable(group, network);
  const subnet = (name: string, addressPrefix: string, more = {}) => ({
    id: subnetId(group, network, name),
    name,
    type: "Microsoft.Network/virtualNetworks/subnets",
    properties: { provisioningState: "Succeeded", addressPrefix, ...more },
  });
  return [
    ...(!hasOwnGateway(group.world, network) || virtualHubOf(group.world, network)
      ? []
      : [subnet("GatewaySubnet", gatewayRange(network))]),
    subnet("default", defaultRange(network), hasRoutes && { routeTable: { id: routeTableId(group, network) } }),
    ...partsOf(group, network, "subnets"),
  ];
}

/** Parts of a VNet that were made. */
function partsOf(group: ResourceGroup, network: EstateNetwork, part: "subnets" | "virtualNetworkPeerings") {
  const prefix = `${vnetId(group.world, network)}/${part}/`.toLowerCase();
  return madeIn(group, `Microsoft.Network/virtualNetworks/${part}`).filter(({ id }) =>
    id.toLowerCase().startsWith(prefix),
  );
}

function peeringsOf(group: ResourceGroup, network: EstateNetwork) {
  const { world } = group;
  return world.atlas.estate.connections.flatMap((connection) => {
    if (connection.kind !== "peering" || (connection.a.at !== network.id && connection.b.at !== network.id)) return [];
    if (world.built.peerings.has(connection.id)) return [];
    const remote = world.atlas.networks.get(connection.a.at === network.id ? connection.b.at : connection.a.at);
    if (remote?.cloud !== "azure") return [];
    const name = connection.providerId ?? connection.id;
    const remoteSpace = { addressPrefixes: remote.cidrs };
    return [
      {
        id: `${vnetId(world, network)}/virtualNetworkPeerings/${name}`,
        name,
        type: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
        properties: {
          provisioningState: "Succeeded",
          peeringState: world.conditionOf(connection).isSessionUp ? "Connected" : "Disconnected",
          peeringSyncLevel: "FullyInSync",
          remoteVirtualNetwork: { id: vnetId(world, remote) },
          remoteAddressSpace: remoteSpace,
          remoteVirtualNetworkAddressSpace: remoteSpace,
          allowVirtualNetworkAccess: true,
          allowForwardedTraffic: true,
          allowGatewayTransit: false,
          useRemoteGateways: false,
        },
      },
    ];
  });
}

/** The VNet's half of its connection to a hub, which Azure makes: the other is a VNet of Microsoft's own. */
function hubPeeringsOf({ world }: ResourceGroup, network: EstateNetwork) {
  const hub = virtualHubOf(world, network);
  if (!hub) return [];
  const guid = stableGuid(`${hub.id}/${network.id}`);
  const name = `RemoteVnetToHubPeering_${guid}`;
  const managed = stableGuid(hub.id);
  const hubSpace = { addressPrefixes: [hubRange(world, hub)] };
  return [
    {
      id: `${vnetId(world, network)}/virtualNetworkPeerings/${name}`,
      name,
      type: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
      properties: {
        provisioningState: "Succeeded",
        peeringState: "Connected",
        peeringSyncLevel: "FullyInSync",
        remoteVirtualNetwork: {
          id: `/subscriptions/${stableGuid("managed by Azure")}/resourceGroups/RG_${hub.providerId}_${managed}/providers/Microsoft.Network/virtualNetworks/HV_${hub.providerId}_${managed}`,
        },
        remoteAddressSpace: hubSpace,
        remoteVirtualNetworkAddressSpace: hubSpace,
        allowVirtualNetworkAccess: true,
        allowForwardedTraffic: false,
        allowGatewayTransit: false,
        useRemoteGateways: true,
        doNotVerifyRemoteGateways: true,
      },
    },
  ];
}

const bitsOf = (cidr: string): number => Number(cidr.split("/")[1]);
const firstCidr = ({ cidrs }: EstateNetwork): string => cidrs[0] ?? "10.0.0.0/16";

/** The lower half of the VNet's first range; a range too small to be halved is taken whole. */
const defaultRange = (network: EstateNetwork): string => {
  const [base = "", bits = "32"] = firstCidr(network).split("/");
  return Number(bits) >= GATEWAY_SUBNET_BITS ? firstCidr(network) : `${base}/${Number(bits) + 1}`;
};
/** The last /27 of the VNet's first range. */
export const gatewayRange = (network: EstateNetwork): string => {
  const cidr = firstCidr(network);
  if (bitsOf(cidr) >= GATEWAY_SUBNET_BITS) return cidr;
  return `${addressIn(cidr, 2 ** (32 - bitsOf(cidr)) - 2 ** (32 - GATEWAY_SUBNET_BITS))}/${GATEWAY_SUBNET_BITS}`;
};
