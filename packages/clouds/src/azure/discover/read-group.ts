import type {
  ExpressRouteCircuit,
  LocalNetworkGateway,
  NetworkInterface,
  PublicIPAddress,
  RouteTable,
  VirtualNetwork,
  VirtualNetworkGateway,
  VirtualNetworkGatewayConnection,
} from "@azure/arm-network";
import type { Scan } from "../../_shared/scan.ts";
import type { AzureClients } from "./connect-azure.ts";
import type { HubInventory } from "./read-hubs.ts";
import type { ServiceInventory } from "./read-services.ts";

/** What Azure showed, as its SDK hands it over. */
export interface AzureInventory extends HubInventory, ServiceInventory {
  readonly vnets: readonly VirtualNetwork[];
  readonly interfaces: readonly NetworkInterface[];
  readonly gateways: readonly VirtualNetworkGateway[];
  readonly connections: readonly VirtualNetworkGatewayConnection[];
  readonly localGateways: readonly LocalNetworkGateway[];
  readonly circuits: readonly ExpressRouteCircuit[];
  readonly publicIps: readonly PublicIPAddress[];
  readonly routeTables: readonly RouteTable[];
}

export const emptyInventory: AzureInventory = {
  vnets: [],
  interfaces: [],
  gateways: [],
  connections: [],
  localGateways: [],
  circuits: [],
  publicIps: [],
  routeTables: [],
  hubs: [],
  hubConnections: [],
  vpnGateways: [],
  vpnConnections: [],
  vpnSites: [],
  expressRouteGateways: [],
  expressRouteConnections: [],
  sqlServers: [],
  storageAccounts: [],
  privateEndpoints: [],
};

/** A resource group to look into. */
export interface GroupScope {
  readonly subscriptionId: string;
  readonly name: string;
  /** Where the group is kept; what is in it may be elsewhere. */
  readonly regionId: string;
}

/** Actions on Microsoft.Network that are needed, one a list. */
const actionOf = (type: string): string => `Microsoft.Network/${type}/read`;

/** Everything in one group but hubs, which one list of the subscription shows. A group whose VNets may not be read is left alone after that one gap. */
export async function readGroup(
  { network }: AzureClients,
  group: GroupScope,
  scan: Scan,
  signal: AbortSignal | undefined,
): Promise<AzureInventory> {
  const options = signal ? { abortSignal: signal } : {};
  const ask = <T>(type: string, run: () => Promise<T>): Promise<T | undefined> =>
    scan.call(
      {
        accountId: group.subscriptionId,
        regionId: group.regionId,
        operation: `${actionOf(type)} in resource group ${group.name}`,
      },
      run,
    );
  const list = async <T>(type: string, run: () => AsyncIterable<T>): Promise<readonly T[]> =>
    (await ask(type, () => Array.fromAsync(run()))) ?? [];
  const one = group.name;

  const vnets = await ask("virtualNetworks", () => Array.fromAsync(network.virtualNetworks.list(one, options)));
  if (!vnets) return emptyInventory;
  const [interfaces, gateways, names, localGateways, circuits, publicIps, routeTables] = await Promise.all([
    list("networkInterfaces", () => network.networkInterfaces.list(one, options)),
    list("virtualNetworkGateways", () => network.virtualNetworkGateways.list(one, options)),
    list("connections", () => network.virtualNetworkGatewayConnections.list(one, options)),
    list("localNetworkGateways", () => network.localNetworkGateways.list(one, options)),
    list("expressRouteCircuits", () => network.expressRouteCircuits.list(one, options)),
    list("publicIPAddresses", () => network.publicIPAddresses.list(one, options)),
    list("routeTables", () => network.routeTables.list(one, options)),
  ]);
  // a list leaves out status and counters
  const getConnection = async (listed: VirtualNetworkGatewayConnection) =>
    (await ask("connections", () => network.virtualNetworkGatewayConnections.get(one, listed.name ?? "", options))) ??
    listed;
  const connections = await Promise.all(names.map(getConnection));
  return {
    ...emptyInventory,
    vnets,
    interfaces,
    gateways,
    connections,
    localGateways,
    circuits,
    publicIps,
    routeTables,
  };
}

/** Several groups' inventories as one. */
export function mergeInventories(parts: readonly AzureInventory[]): AzureInventory {
  return {
    vnets: parts.flatMap(({ vnets }) => vnets),
    interfaces: parts.flatMap(({ interfaces }) => interfaces),
    gateways: parts.flatMap(({ gateways }) => gateways),
    connections: parts.flatMap(({ connections }) => connections),
    localGateways: parts.flatMap(({ localGateways }) => localGateways),
    circuits: parts.flatMap(({ circuits }) => circuits),
    publicIps: parts.flatMap(({ publicIps }) => publicIps),
    routeTables: parts.flatMap(({ routeTables }) => routeTables),
    hubs: parts.flatMap(({ hubs }) => hubs),
    hubConnections: parts.flatMap(({ hubConnections }) => hubConnections),
    vpnGateways: parts.flatMap(({ vpnGateways }) => vpnGateways),
    vpnConnections: parts.flatMap(({ vpnConnections }) => vpnConnections),
    vpnSites: parts.flatMap(({ vpnSites }) => vpnSites),
    expressRouteGateways: parts.flatMap(({ expressRouteGateways }) => expressRouteGateways),
    expressRouteConnections: parts.flatMap(({ expressRouteConnections }) => expressRouteConnections),
    sqlServers: parts.flatMap(({ sqlServers }) => sqlServers),
    storageAccounts: parts.flatMap(({ storageAccounts }) => storageAccounts),
    privateEndpoints: parts.flatMap(({ privateEndpoints }) => privateEndpoints),
  };
}
