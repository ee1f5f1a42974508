import type { IntentId, PlannedWay, SeenNetwork, SeenRoute, Topology } from "@skylane/core";
import { cidrContains, rangeOf } from "../../topology/index.ts";
import type { DesignDraft } from "./design-draft.ts";
import { type Ends, rangeAround } from "./ends.ts";
import { nameFor } from "./naming.ts";
import type { StepBook } from "./step-book.ts";
import { subnetsOf, type WayBody } from "./use-existing.ts";

/** What a table does with packets for an address that a VPN gateway in the same VNet has a way to. */
export type TableVerdict =
  | { readonly kind: "to-gateway" }
  /** Somebody's appliance takes them, on purpose: it is not passed by. */
  | { readonly kind: "to-appliance" }
  /** Lost, or to the internet: a route for `prefix` leads them back. */
  | { readonly kind: "elsewhere"; readonly prefix: string };

/**
 * Judges one table by Azure's order: the longest prefix decides, and of two equal ones the table's own before what the gateway
 * has heard. A table holds one route for a prefix: where one stands in the way, `host` is led there alone.
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview (read 2026-11)
 */
export function judgeTable(
  routes: readonly SeenRoute[],
  isPropagationOff: boolean,
  { prefix, host }: { readonly prefix: string; readonly host: string },
): TableVerdict {
  const [own] = routes
    .filter((route) => route.isActive && cidrContains(route.prefix, host))
    .sort((a, b) => sizeOf(a.prefix) - sizeOf(b.prefix));
  const isHeard = !isPropagationOff && (own === undefined || sizeOf(own.prefix) > sizeOf(prefix));
  if (isHeard || own?.next.kind === "gateway") return { kind: "to-gateway" };
  if (own?.next.kind === "interface") return { kind: "to-appliance" };
  return { kind: "elsewhere", prefix: own && sizeOf(own.prefix) <= sizeOf(prefix) ? host : prefix };
}

/**
 * Leads a VNet's packets to its VPN gateway where its route tables would not: those of the service's subnets. Answers what a person
 * should know of tables that are left as they are.
 */
export function wantUserRoutes(
  draft: DesignDraft,
  ends: Ends,
  way: Pick<WayBody, "kind" | "connectionIds">,
): readonly string[] {
  const { topology } = draft.world;
  return [
    [ends.source, ends.destination, ends.destinationIp, ends.endpoint?.prefix],
    [ends.destination, ends.source, ends.sourceIp, undefined],
  ].flatMap(([network, other, ip, endpointPrefix]) => {
    const [own, far, address] = [network as SeenNetwork, other as SeenNetwork, ip as string];
    if (own.cloud !== "azure" || !crossesGateway(topology, own, way)) return [];
    const host = (endpointPrefix as string | undefined) ?? `${address}/32`;
    const prefix = rangeAround(far, address) ?? host;
    const subnetIds = own.key === ends.destination.key && ends.endpoint ? [] : subnetsOf(ends, own);
    return routesIn(draft.book, topology, own, subnetIds, { prefix, host }, [ends.id]);
  });
}

/** What is new stands at the VPN gateway; what is there may. */
function crossesGateway(
  topology: Topology,
  { key }: SeenNetwork,
  { kind, connectionIds }: Pick<PlannedWay, "kind" | "connectionIds">,
): boolean {
  if (kind === "new-vpn" || kind === "interim-vpn") return true;
  const gateways = new Set(
    topology.gateways.flatMap((one) => (one.kind === "vpn-gateway" && one.networkKeys.includes(key) ? one.key : [])),
  );
  return topology.connections.some(
    ({ id, ends }) => connectionIds.includes(id) && ends.some(({ at }) => gateways.has(at)),
  );
}

function routesIn(
  book: StepBook,
  { routes, gateways }: Topology,
  network: SeenNetwork,
  subnetIds: readonly string[],
  range: { readonly prefix: string; readonly host: string },
  intentIds: readonly IntentId[],
): readonly string[] {
  const served = (network.subnets ?? []).filter(({ nativeId }) => subnetIds.includes(nativeId));
  const tables = new Map(
    served.flatMap((one) => (one.routeTableId === undefined ? [] : [[one.routeTableId, one] as const])),
  );
  return [...tables].flatMap(([tableId, { isPropagationOff = false }]) => {
    const own = routes.filter((one) => one.owner === network.key && one.tableId === tableId);
    const verdict = judgeTable(own, isPropagationOff, range);
    const keyOf = (prefix: string): string => `azure/user-route/${tableId.slice(-200)}/${prefix}`;
    // what another run has made is kept as long as somebody needs it
    const stands = [range.prefix, range.host].find((prefix) => book.isMade(keyOf(prefix)));
    const prefix = stands ?? (verdict.kind === "elsewhere" ? verdict.prefix : undefined);
    const table = `the route table ${tableId.split("/").at(-1)?.slice(0, 60)}`;
    if (prefix === undefined)
      return verdict.kind === "to-appliance"
        ? [`${table} sends ${range.prefix} to an appliance, which must pass it on to the VPN gateway`]
        : [];
    if (gateways.some(({ kind, networkKeys }) => kind === "express-route-gateway" && networkKeys.includes(network.key)))
      return [
        `${table} does not lead ${range.prefix} to the VPN gateway, and beside ExpressRoute Azure takes no route that does`,
      ];
    const key = keyOf(prefix);
    book.want(
      {
        resource: "azure.user-route",
        at: { cloud: "azure", accountId: network.accountId, regionId: network.regionId },
        key,
        desired: {
          vnetId: network.nativeId,
          routeTableId: tableId,
          name: nameFor(`to-${prefix}`, key),
          prefix,
          nextHopType: "VirtualNetworkGateway",
        },
        summary: `Route ${prefix} in ${table.replace("the route table ", "")} to the VPN gateway`,
        lock: `azure/route-table/${tableId.slice(-200)}`,
      },
      intentIds,
    );
    return [];
  });
}

const sizeOf = (cidr: string): number => {
  const range = rangeOf(cidr);
  return range ? range.last - range.first : Number.POSITIVE_INFINITY;
};
