import type { EstateConnection, EstateGateway } from "../estate/estate.ts";
import { contains, prefixBits, toNumber } from "./prefix.ts";
import type { DrgAttachmentType, DrgStatement, RoutingState } from "./routing-state.ts";
import type { BgpPath, GatewayView, NextHop } from "./select-route.ts";

/** True where a gateway is Oracle's dynamic routing gateway. */
export const isDrg = ({ cloud }: EstateGateway): boolean => cloud === "oci";

/** Key of a virtual circuit at one gateway. */
export const circuitKey = (gatewayId: string, connectionId: string): string => `${gatewayId}|${connectionId}`;

/** As what a connection is attached to a DRG; `undefined` = it is not. */
export function attachmentTypeOf({ kind }: EstateConnection): DrgAttachmentType | undefined {
  switch (kind) {
    case "vpn":
      return "IPSEC_TUNNEL";
    case "peering":
    case "transit-peering":
      return "REMOTE_PEERING_CONNECTION";
    case "internet":
      return undefined;
    default:
      return "VIRTUAL_CIRCUIT";
  }
}

/** Order of equally long AS paths by where they were heard. */
const TYPE_RANK: Readonly<Record<DrgAttachmentType, number>> = {
  VCN: 0,
  VIRTUAL_CIRCUIT: 1,
  IPSEC_TUNNEL: 2,
  REMOTE_PEERING_CONNECTION: 3,
};

/** A network or connection attached to a DRG. */
export interface Attached {
  readonly type: DrgAttachmentType;
  readonly placeId: string;
}

/** True where a statement of the table's import distribution accepts what is heard over the attachment; presence decides. */
export function isImported(state: RoutingState, gatewayId: string, attached: Attached): boolean {
  const statements = state.drgStatements.get(gatewayId);
  return statements === undefined || [...statements.values()].some((statement) => isAccepted(statement, attached));
}

const isAccepted = ({ criteria }: DrgStatement, { type, placeId }: Attached): boolean =>
  criteria.every(
    (one) =>
      one.kind === "all" ||
      (one.kind === "type" && one.type === type) ||
      (one.kind === "attachment" && one.placeId === placeId),
  );

/** What decides between paths of one prefix: drained, length of the AS path, type of the attachment. The lower is better. */
type Order = readonly [drained: number, asPathLength: number, typeRank: number];

/**
 * Puts the paths of one prefix that a DRG imports in Oracle's order, the best first: a drained circuit after all else, then
 * the shorter AS path, which Oracle makes one longer over a tunnel, then FastConnect, IPSec, remote peering. What is still
 * equal shares the load where the table has ECMP, else the name decides.
 * @see https://docs.oracle.com/iaas/Content/Network/Tasks/managingDRGs.htm (read 2026-11)
 */
export function inOciOrder(view: GatewayView, state: RoutingState, paths: readonly BgpPath[]): readonly BgpPath[] {
  return paths
    .flatMap((path) => {
      const order = orderOf(view, state, path);
      return order === undefined ? [] : [{ path, order }];
    })
    .sort(
      (one, other) => compare(one.order, other.order) || one.path.connectionId.localeCompare(other.path.connectionId),
    )
    .map(({ path }) => path);
}

/** `undefined` where the path is not imported. */
function orderOf({ gateway, links }: GatewayView, state: RoutingState, path: BgpPath): Order | undefined {
  const connection = links.find((link) => link.connection.id === path.connectionId)?.connection;
  const type = connection && attachmentTypeOf(connection);
  if (!type || !isImported(state, gateway.id, { type, placeId: path.connectionId })) return undefined;
  const isDrained = state.circuits.get(circuitKey(gateway.id, path.connectionId))?.trafficMode === "DRAIN";
  return [Number(isDrained), path.asPathPrepend + (type === "IPSEC_TUNNEL" ? 1 : 0), TYPE_RANK[type]];
}

function compare(one: Order, other: Order): number {
  for (const i of [0, 1, 2] as const) if (one[i] !== other[i]) return one[i] - other[i];
  return 0;
}

function isEqual(view: GatewayView, state: RoutingState, ...paths: readonly [BgpPath, BgpPath]): boolean {
  const [one, other] = paths.map((path) => orderOf(view, state, path));
  return one !== undefined && other !== undefined && compare(one, other) === 0;
}

/** Paths of one prefix, the best first. */
type PathsFor = (prefix: string) => readonly BgpPath[];

/** The winning route of a DRG's table for one prefix. */
export interface DrgRoute {
  readonly prefix: string;
  readonly type: "STATIC" | "DYNAMIC";
  /** Where to; several share the load. */
  readonly hops: readonly [NextHop, ...NextHop[]];
}

/** The table of a DRG, by prefix: static before what its VCNs are, before what is heard. */
export function drgTable(view: GatewayView, state: RoutingState, pathsFor: PathsFor): ReadonlyMap<string, DrgRoute> {
  const { gateway, networks, links } = view;
  const table = new Map<string, DrgRoute>();
  for (const prefix of new Set(links.flatMap(({ other, isSessionUp }) => (isSessionUp ? other.announces : [])))) {
    const [best, ...others] = pathsFor(prefix);
    if (!best) continue;
    const equals = gateway.isEcmpEnabled ? others.filter((path) => isEqual(view, state, best, path)) : [];
    table.set(prefix, { prefix, type: "DYNAMIC", hops: [hopOver(best), ...equals.map(hopOver)] });
  }
  for (const { id, cidrs } of networks)
    for (const prefix of isImported(state, gateway.id, { type: "VCN", placeId: id }) ? cidrs : [])
      table.set(prefix, { prefix, type: "DYNAMIC", hops: [hopInto(id)] });
  for (const { prefix, nextHop } of state.drgRules.get(gateway.id)?.values() ?? [])
    table.set(prefix, { prefix, type: "STATIC", hops: [nextHop] });
  return table;
}

const hopOver = ({ connectionId }: BgpPath): NextHop => ({ kind: "connection", connectionId, attachmentId: "" });
const hopInto = (networkId: string): NextHop => ({ kind: "network", networkId, attachmentId: "" });

/** Where a DRG sends a packet: the longest prefix of its table. Of several hops the address picks one, always the same. */
export function selectDrgHop(table: ReadonlyMap<string, DrgRoute>, address: string): NextHop | undefined {
  const [longest] = [...table.values()]
    .filter(({ prefix }) => contains(prefix, address))
    .sort((one, other) => prefixBits(other.prefix) - prefixBits(one.prefix));
  return longest?.hops[toNumber(address) % longest.hops.length];
}
