import type { BgpPeerStatus, ExpressRouteCircuit, GatewayRoute, VirtualNetworkGateway } from "@azure/arm-network";
import type { Scan } from "../../_shared/scan.ts";
import { groupOf, regionOf, subscriptionOf } from "./arm-ids.ts";
import type { AzureClients } from "./connect-azure.ts";
import type { HubRouting } from "./read-hub-routing.ts";

/** What a gateway's BGP speakers know; a part that could not be read is absent. */
export interface GatewayRouting {
  readonly peers?: readonly BgpPeerStatus[];
  readonly learned?: readonly GatewayRoute[];
  /** By the peer's address. */
  readonly advertised: ReadonlyMap<string, readonly GatewayRoute[]>;
}

/** What the edge routers of a circuit know. */
export interface CircuitRouting {
  readonly routes?: readonly { readonly network?: string; readonly nextHop?: string; readonly path?: string }[];
  readonly arp?: readonly { readonly interface?: string; readonly ipAddress?: string }[];
}

/** All of it, by the id of the gateway, circuit or hub in lower case. */
export interface AzureRouting {
  readonly hubs: ReadonlyMap<string, HubRouting>;
  readonly gateways: ReadonlyMap<string, GatewayRouting>;
  readonly circuits: ReadonlyMap<string, CircuitRouting>;
}

/** How a slow read is waited for; Azure's Retry-After goes before the interval. */
export interface SlowRead {
  readonly updateIntervalInMs: number;
  readonly abortSignal?: AbortSignal;
}

/** Reads that take seconds each: one at a time per gateway, gateways side by side. */
export async function readGatewayRouting(
  { network }: AzureClients,
  gateway: VirtualNetworkGateway,
  peerAddresses: ReadonlySet<string>,
  scan: Scan,
  options: SlowRead,
): Promise<GatewayRouting> {
  const group = groupOf(gateway.id);
  const name = gateway.name ?? "";
  const ask = askAbout("virtualNetworkGateways", gateway, scan);
  const peers = await ask("getBgpPeerStatus", () =>
    network.virtualNetworkGateways.getBgpPeerStatus(group, name, options).pollUntilDone(),
  );
  const learned = await ask("getLearnedRoutes", () =>
    network.virtualNetworkGateways.getLearnedRoutes(group, name, options).pollUntilDone(),
  );
  const advertised = new Map<string, readonly GatewayRoute[]>();
  const connected = new Set(
    (peers?.value ?? []).flatMap(({ neighbor, state }) => (neighbor && state === "Connected" ? [neighbor] : [])),
  );
  for (const peer of connected) {
    if (!peerAddresses.has(peer)) continue;
    const routes = await ask("getAdvertisedRoutes", () =>
      network.virtualNetworkGateways.getAdvertisedRoutes(group, name, peer, options).pollUntilDone(),
    );
    if (routes) advertised.set(peer, routes.value ?? []);
  }
  return {
    ...(peers && { peers: peers.value ?? [] }),
    ...(learned && { learned: learned.value ?? [] }),
    advertised,
  };
}

/** Routes and neighbours on the first of a circuit's two edge routers; their second shows the same from beside it. */
export async function readCircuitRouting(
  { network }: AzureClients,
  circuit: ExpressRouteCircuit,
  scan: Scan,
  options: SlowRead,
): Promise<CircuitRouting> {
  const group = groupOf(circuit.id);
  const name = circuit.name ?? "";
  const ask = askAbout("expressRouteCircuits/peerings", circuit, scan);
  const routes = await ask("routeTables", () =>
    network.expressRouteCircuits
      .listRoutesTable(group, name, "AzurePrivatePeering", "primary", options)
      .pollUntilDone(),
  );
  const arp = await ask("arpTables", () =>
    network.expressRouteCircuits.listArpTable(group, name, "AzurePrivatePeering", "primary", options).pollUntilDone(),
  );
  return { ...(routes && { routes: routes.value ?? [] }), ...(arp && { arp: arp.value ?? [] }) };
}

const askAbout =
  (type: string, { id, name, location }: VirtualNetworkGateway | ExpressRouteCircuit, scan: Scan) =>
  <T>(action: string, run: () => Promise<T>): Promise<T | undefined> =>
    scan.call(
      {
        accountId: subscriptionOf(id),
        regionId: regionOf(location),
        operation: `Microsoft.Network/${type}/${action}/action on ${name}`,
      },
      run,
    );
