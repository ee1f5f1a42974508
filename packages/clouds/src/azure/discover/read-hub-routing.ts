import type { VirtualHub, VirtualHubEffectiveRoute, VpnConnection } from "@azure/arm-network";
import type { Scan } from "../../_shared/scan.ts";
import { groupOf, nativeId, regionOf, routingKey, sameId, subscriptionOf } from "./arm-ids.ts";
import type { AzureClients } from "./connect-azure.ts";
import type { AzureInventory } from "./read-group.ts";
import { type HubInventory, hubGatewayOf, isOfWan } from "./read-hubs.ts";
import type { SlowRead } from "./read-routing.ts";
import { circuitIdOf } from "./seen-circuits.ts";

/** What a hub's router knows; a part that could not be read is absent. */
export interface HubRouting {
  /** Its default table. */
  readonly routes?: readonly VirtualHubEffectiveRoute[];
  /** Prefixes heard over a connection and told over it, by its id in lower case. */
  readonly heard: ReadonlyMap<string, readonly string[]>;
  readonly told: ReadonlyMap<string, readonly string[]>;
}

/** A connection to ask a hub about, and of which type it is. */
export type HubQuestion = readonly [id: string, type: "VpnConnection" | "ExpressRouteConnection"];

/** Reads that take seconds each: one at a time per hub, hubs side by side. */
export async function readHubRouting(
  { network }: AzureClients,
  hub: VirtualHub,
  questions: readonly HubQuestion[],
  scan: Scan,
  options: SlowRead,
): Promise<HubRouting> {
  const group = groupOf(hub.id);
  const name = hub.name ?? "";
  const ask = <T>(action: string, run: () => Promise<T>): Promise<T | undefined> =>
    scan.call(
      {
        accountId: subscriptionOf(hub.id),
        regionId: regionOf(hub.location),
        operation: `Microsoft.Network/virtualHubs/${action}/action on ${name}`,
      },
      run,
    );
  const heard = new Map<string, readonly string[]>();
  const told = new Map<string, readonly string[]>();
  if (!isOfWan(hub)) return { heard, told };
  const table = { resourceId: `${hub.id}/hubRouteTables/defaultRouteTable`, virtualWanResourceType: "RouteTable" };
  const routes = await ask("effectiveRoutes", () =>
    network.virtualHubs
      .getEffectiveVirtualHubRoutes(group, name, { ...options, effectiveRoutesParameters: table })
      .pollUntilDone(),
  );
  for (const [resourceUri, connectionType] of questions) {
    const about = { resourceUri, connectionType };
    const inbound = await ask("inboundRoutes", () =>
      network.virtualHubs.getInboundRoutes(group, name, about, options).pollUntilDone(),
    );
    const outbound = await ask("outboundRoutes", () =>
      network.virtualHubs.getOutboundRoutes(group, name, about, options).pollUntilDone(),
    );
    if (inbound) heard.set(routingKey(resourceUri), prefixesOf(inbound.value));
    if (outbound) told.set(routingKey(resourceUri), prefixesOf(outbound.value));
  }
  return { ...(routes && { routes: routes.value ?? [] }), heard, told };
}

/** Connections whose routes only the hub can tell: tunnels with BGP that may be up, and circuits that are not ours to ask. */
export function hubQuestions(
  hub: VirtualHub,
  { vpnConnections, expressRouteConnections, circuits }: HubInventory & Pick<AzureInventory, "circuits">,
): readonly HubQuestion[] {
  const isOf = (connectionId: string | undefined, gatewayId: string | undefined): boolean =>
    gatewayId !== undefined && hubGatewayOf(connectionId) === nativeId(gatewayId);
  return [
    ...vpnConnections
      .filter((one) => isOf(one.id, hub.vpnGateway?.id) && mayHear(one))
      .flatMap(({ id }) => (id === undefined ? [] : [[id, "VpnConnection"] as const])),
    ...expressRouteConnections
      .filter(
        (one) => isOf(one.id, hub.expressRouteGateway?.id) && !circuits.some(({ id }) => sameId(id, circuitIdOf(one))),
      )
      .flatMap(({ id }) => (id === undefined ? [] : [[id, "ExpressRouteConnection"] as const])),
  ];
}

const mayHear = ({ enableBgp, connectionStatus, vpnLinkConnections = [] }: VpnConnection): boolean =>
  [{ enableBgp, connectionStatus }, ...vpnLinkConnections].some(
    (one) => one.enableBgp === true && one.connectionStatus !== "NotConnected",
  );

const prefixesOf = (routes: readonly { readonly prefix?: string }[] | undefined): readonly string[] => [
  ...new Set((routes ?? []).flatMap(({ prefix }) => prefix ?? [])),
];
