import type { EstateNetwork } from "../estate/estate.ts";
import { type NetworkRouteTarget, networkTable, type RoutingState } from "./routing-state.ts";
import type { BgpPath, GatewayView } from "./select-route.ts";

/** A table of a VPC: whose it is, and its id as AWS names it. */
export interface VpcTable {
  readonly network: EstateNetwork;
  /** A part of the VPC with a table of its own; `undefined` = the main table. */
  readonly partTableId?: string | undefined;
}

/** Id of a table of a VPC; the main one's is made from that of the VPC. */
export const vpcTableId = ({ network, partTableId }: VpcTable): string =>
  partTableId ?? `rtb-${(network.providerId ?? network.id).replace(/^[a-z]+-/, "")}`;

/** What virtual private gateways propagate into a table: prefix → gateway. */
export const propagatedInto = (
  table: VpcTable,
  state: RoutingState,
  gateways: readonly GatewayView[],
): ReadonlyMap<string, NetworkRouteTarget> =>
  new Map(
    gateways
      .filter(
        ({ gateway }) =>
          gateway.vpcId === table.network.id && state.propagations.has(`${vpcTableId(table)}|${gateway.providerId}`),
      )
      .flatMap(({ gateway, links }) =>
        links.flatMap(({ other, isSessionUp }) =>
          (isSessionUp ? other.announces : []).map((prefix) => [prefix, { kind: "gateway", id: gateway.id }] as const),
        ),
      ),
  );

/**
 * Every route that a table of a VPC uses, besides the local ones, which beat all: of one prefix what is written there beats
 * what is propagated, and what a peering wrote by itself.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html (read 2026-11)
 */
export const vpcTableRoutes = (
  table: VpcTable,
  state: RoutingState,
  gateways: readonly GatewayView[],
  peered: ReadonlyMap<string, NetworkRouteTarget> = new Map(),
): ReadonlyMap<string, NetworkRouteTarget> =>
  new Map([
    ...propagatedInto(table, state, gateways),
    ...peered,
    ...(state.networkRoutes.get(networkTable(table.network.id, table.partTableId)) ?? []),
  ]);

/** Puts paths of one prefix in the order of a virtual private gateway: Direct Connect, then the shorter AS path, then MED. */
export function inVgwOrder({ links }: GatewayView, paths: readonly BgpPath[]): readonly BgpPath[] {
  const isCircuit = ({ connectionId }: BgpPath): boolean =>
    links.some(({ connection }) => connection.id === connectionId && connection.kind === "direct-connect");
  return paths.toSorted(
    (one, other) =>
      Number(isCircuit(other)) - Number(isCircuit(one)) ||
      one.asPathPrepend - other.asPathPrepend ||
      one.med - other.med ||
      one.connectionId.localeCompare(other.connectionId),
  );
}
