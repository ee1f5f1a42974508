import type {
  ExpressRouteConnection,
  ExpressRouteGateway,
  HubVirtualNetworkConnection,
  VirtualHub,
  VpnConnection,
  VpnGateway,
  VpnSite,
} from "@azure/arm-network";
import type { Scan } from "../../_shared/scan.ts";
import { groupOf, nativeId, regionOf, sameId } from "./arm-ids.ts";
import type { AzureClients } from "./connect-azure.ts";

/** Virtual WAN as Azure showed it: hubs, and what stands in them. */
export interface HubInventory {
  readonly hubs: readonly VirtualHub[];
  readonly hubConnections: readonly HubVirtualNetworkConnection[];
  readonly vpnGateways: readonly VpnGateway[];
  readonly vpnConnections: readonly VpnConnection[];
  readonly vpnSites: readonly VpnSite[];
  readonly expressRouteGateways: readonly ExpressRouteGateway[];
  readonly expressRouteConnections: readonly ExpressRouteConnection[];
}

interface Placed {
  readonly id?: string;
  readonly name?: string;
  readonly location?: string;
}

/**
 * Hubs of a whole subscription, in one list; what is in them is asked for only where a hub says that there is any. Hubs
 * elsewhere than asked are not looked into.
 */
export async function readHubs(
  { network }: AzureClients,
  subscriptionId: string,
  isAsked: (place: { readonly regionId: string }) => boolean,
  scan: Scan,
  signal: AbortSignal | undefined,
): Promise<HubInventory> {
  const options = signal ? { abortSignal: signal } : {};
  const ask = <T>(type: string, of: Placed | undefined, run: () => Promise<T>): Promise<T | undefined> =>
    scan.call(
      {
        accountId: subscriptionId,
        regionId: regionOf(of?.location),
        operation: `Microsoft.Network/${type}/read${of ? ` of ${of.name}` : ""}`,
      },
      run,
    );
  const hubs = (await ask("virtualHubs", undefined, () => Array.fromAsync(network.virtualHubs.list(options)))) ?? [];
  const near = hubs.filter(({ location }) => isAsked({ regionId: regionOf(location) }));
  const [hubConnections, vpn, expressRoute] = await Promise.all([
    Promise.all(
      near
        .filter(isOfWan)
        .map((hub) =>
          ask("virtualHubs/hubVirtualNetworkConnections", hub, () =>
            Array.fromAsync(network.hubVirtualNetworkConnections.list(groupOf(hub.id), hub.name ?? "", options)),
          ),
        ),
    ),
    readVpn(),
    readExpressRoute(),
  ]);
  return { hubs, hubConnections: hubConnections.flatMap((some) => some ?? []), ...vpn, ...expressRoute };

  async function readVpn(): Promise<Pick<HubInventory, "vpnGateways" | "vpnConnections" | "vpnSites">> {
    const named = near.flatMap((hub) => (hub.vpnGateway?.id === undefined ? [] : [{ hub, id: hub.vpnGateway.id }]));
    if (named.length === 0) return { vpnGateways: [], vpnConnections: [], vpnSites: [] };
    const [listed, sites] = await Promise.all([
      ask("vpnGateways", undefined, () => Array.fromAsync(network.vpnGateways.list(options))),
      ask("vpnSites", undefined, () => Array.fromAsync(network.vpnSites.list(options))),
    ]);
    // a list leaves out what may not be read; the gateway itself says why
    const vpnGateways = await completed(listed, named, (hub, id) =>
      ask("vpnGateways", hub, () => network.vpnGateways.get(groupOf(id), lastOf(id), options)),
    );
    const connections = await Promise.all(
      vpnGateways.map(
        async (gateway) =>
          (await ask("vpnGateways/vpnConnections", gateway, () =>
            Array.fromAsync(network.vpnConnections.listByVpnGateway(groupOf(gateway.id), gateway.name ?? "", options)),
          )) ??
          gateway.connections ??
          [],
      ),
    );
    return { vpnGateways, vpnConnections: connections.flat(), vpnSites: sites ?? [] };
  }

  async function readExpressRoute(): Promise<Pick<HubInventory, "expressRouteGateways" | "expressRouteConnections">> {
    const named = near.flatMap((hub) =>
      hub.expressRouteGateway?.id === undefined ? [] : [{ hub, id: hub.expressRouteGateway.id }],
    );
    if (named.length === 0) return { expressRouteGateways: [], expressRouteConnections: [] };
    const listed = await ask("expressRouteGateways", undefined, () =>
      network.expressRouteGateways.listBySubscription(options),
    );
    const expressRouteGateways = await completed(listed && (listed.value ?? []), named, (hub, id) =>
      ask("expressRouteGateways", hub, () => network.expressRouteGateways.get(groupOf(id), lastOf(id), options)),
    );
    const connections = await Promise.all(
      expressRouteGateways.map(async (gateway) => {
        const found = await ask("expressRouteGateways/expressRouteConnections", gateway, () =>
          network.expressRouteConnections.list(groupOf(gateway.id), gateway.name ?? "", options),
        );
        return found?.value ?? gateway.expressRouteConnections ?? [];
      }),
    );
    return { expressRouteGateways, expressRouteConnections: connections.flat() };
  }
}

/** Gateways of the hubs named, with those that a list was silent about; nothing where there is no list. */
async function completed<T extends Placed>(
  listed: readonly T[] | undefined,
  named: readonly { readonly hub: VirtualHub; readonly id: string }[],
  get: (hub: VirtualHub, id: string) => Promise<T | undefined>,
): Promise<readonly T[]> {
  if (!listed) return [];
  const found = await Promise.all(named.map(({ hub, id }) => listed.find((one) => sameId(one.id, id)) ?? get(hub, id)));
  return found.flatMap((one) => one ?? []);
}

/** A Route Server is a hub of no Virtual WAN. */
export const isOfWan = ({ virtualWan }: VirtualHub): boolean => virtualWan?.id !== undefined;

const lastOf = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

/** Id of the gateway that a connection of a hub is a part of, in lower case. */
export const hubGatewayOf = (connectionId: string | undefined): string =>
  /^(.*)\/(?:vpnconnections|expressrouteconnections)\/[^/]+$/.exec(nativeId(connectionId ?? ""))?.[1] ?? "";
