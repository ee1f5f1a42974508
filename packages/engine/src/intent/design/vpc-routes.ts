import type { IntentId, SeenNetwork, SeenRoute, Topology } from "@skylane/core";
import { cidrContains, rangeOf } from "../../topology/index.ts";
import type { StepBook } from "./step-book.ts";

/** What a VPC's route leads to: an id by itself, or a reference to a step's output. */
export interface NextHop {
  readonly field: "transitGatewayId" | "peeringId";
  readonly id: string;
  /** Key of the gateway or link, where it is there already: routes that lead to it are enough. */
  readonly seenKey?: string | undefined;
  readonly needs?: readonly string[] | undefined;
}

/** A change of one route table. */
export interface WantedRoutes {
  readonly network: SeenNetwork;
  /** Subnets that must be led there; empty = all. */
  readonly subnetIds: readonly string[];
  readonly prefix: string;
  readonly next: NextHop;
}

/**
 * Routes that a VPC lacks, a step for each table. False = its tables were not read, so nobody knows which to write to. Networks of
 * other clouds learn their routes from their gateway.
 */
export function wantVpcRoutes(
  book: StepBook,
  topology: Topology,
  { network, subnetIds, prefix, next }: WantedRoutes,
  intentIds: readonly IntentId[],
): boolean {
  if (network.cloud !== "aws") return true;
  const own = topology.routes.filter(({ owner }) => owner === network.key);
  const { tableIds } = decidingTables(network, subnetIds, own);
  if (tableIds.length === 0) return false;
  for (const tableId of tableIds) {
    const best = bestRoute(own, tableId, prefix);
    const key = `aws/vpc-route/${tableId}/${prefix}`;
    // what another run has made is kept as long as somebody needs it
    if (best?.next.key !== undefined && best.next.key === next.seenKey && !book.isMade(key)) continue;
    book.want(
      {
        resource: "aws.vpc-route",
        at: { cloud: "aws", accountId: network.accountId, regionId: network.regionId },
        key,
        desired: { vpcId: network.nativeId, routeTableIds: [tableId], prefix, [next.field]: next.id },
        summary: `Route ${prefix} in ${tableId.slice(0, 40)} to the ${next.field === "peeringId" ? "peering" : "transit gateway"}`,
        needs: next.needs ?? [],
      },
      intentIds,
    );
  }
  return true;
}

/** Tables that decide for these subnets of a VPC (none named = all); where not every one names its own, all of the VPC's. */
export function decidingTables(
  { subnets = [] }: SeenNetwork,
  subnetIds: readonly string[],
  own: readonly SeenRoute[],
): { readonly tableIds: readonly string[]; readonly areAllItsOwn: boolean } {
  const served = subnets.filter(({ nativeId }) => subnetIds.length === 0 || subnetIds.includes(nativeId));
  const named = served.flatMap(({ routeTableId }) => routeTableId ?? []);
  const isAllNamed = served.length > 0 && named.length === served.length;
  const tableIds = [...new Set(isAllNamed ? named : [...named, ...own.map(({ tableId }) => tableId)])].sort();
  return { tableIds, areAllItsOwn: isAllNamed };
}

/** The route a packet for that range takes: the longest prefix around it. */
export function bestRoute(routes: readonly SeenRoute[], tableId: string, prefix: string): SeenRoute | undefined {
  return routes
    .filter((one) => one.tableId === tableId && one.isActive && cidrContains(one.prefix, prefix))
    .sort((a, b) => sizeOf(a.prefix) - sizeOf(b.prefix))[0];
}

const sizeOf = (cidr: string): number => {
  const range = rangeOf(cidr);
  return range ? range.last - range.first : Number.POSITIVE_INFINITY;
};
