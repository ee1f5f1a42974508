import type { Estate, EstateConnection, EstateGateway, EstateNetwork } from "../estate/estate.ts";
import type { EstateLink } from "./atlas.ts";
import { contains, prefixBits } from "./prefix.ts";
import type { NetworkRouteTarget, RoutingState } from "./routing-state.ts";
import { selectVnetRoute } from "./select-azure.ts";
import { selectVpcRoute } from "./select-gcp.ts";
import { BLACKHOLE, type GatewayView, selectRouterHop, selectTgwRoute } from "./select-route.ts";
import { type VpcTable, vpcTableRoutes } from "./select-vpc.ts";

/** One connection a packet crosses, and in which direction. */
export interface Crossing {
  readonly connection: EstateConnection;
  readonly isForward: boolean;
}

/** A gateway that passed a packet on: the connection or network it came from, and the one it went to. */
export interface Passage {
  readonly gatewayId: string;
  readonly cameFrom: string;
  readonly wentTo: string;
  /** Connections that were crossed before. */
  readonly crossedCount: number;
}

interface Followed {
  readonly crossings: readonly Crossing[];
  readonly passages: readonly Passage[];
}

/** The way of a packet: delivered over these crossings, or where it was lost. A `blackhole` is a route that drops without a word. */
export type Trace =
  | (Followed & { readonly kind: "delivered" })
  | (Followed & { readonly kind: "no-route" | "blackhole" | "loop"; readonly at: string });

/** The estate with what was built, and what is looked up in it again and again. */
export interface Atlas {
  readonly estate: Estate;
  readonly networks: ReadonlyMap<string, EstateNetwork>;
  readonly gateways: ReadonlyMap<string, EstateGateway>;
  readonly connections: ReadonlyMap<string, EstateConnection>;
  /** The connections that end at each gateway or network. */
  readonly links: ReadonlyMap<string, readonly EstateLink[]>;
  /** The networks that each gateway delivers into by itself. */
  readonly attached: ReadonlyMap<string, readonly EstateNetwork[]>;
  /** Routes that built peerings write by themselves: network → prefix → where to. */
  readonly peeredRoutes: ReadonlyMap<string, ReadonlyMap<string, NetworkRouteTarget>>;
}

const MAX_HOPS = 16; // a TTL: two gateways that send to each other lose the packet, they do not hang the world

type Place =
  /** With the route table that the part of it has where the packet is. */
  | { readonly kind: "network"; readonly network: EstateNetwork; readonly partTableId?: string | undefined }
  | { readonly kind: "gateway"; readonly gateway: EstateGateway; readonly tableId: string | undefined };

/** Follows a packet from hop to hop, each decided by that place's own routing state. */
export function trace(
  map: Atlas,
  state: RoutingState,
  viewOf: (gatewayId: string) => GatewayView,
  from: Place | undefined,
  isDestination: (place: Place) => boolean,
  address: string,
): Trace {
  const crossings: Crossing[] = [];
  const passages: Passage[] = [];
  let place = from;
  let cameFrom: string | undefined;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    if (!place) return { kind: "no-route", at: "nowhere", crossings, passages };
    if (isDestination(place)) return { kind: "delivered", crossings, passages };
    const next: Step | "dropped" | undefined =
      place.kind === "network"
        ? leaveNetwork(map, state, viewOf, place, address)
        : leaveGateway(map, state, viewOf(place.gateway.id), place.tableId, address);
    if (!next) return { kind: "no-route", at: idOf(place), crossings, passages };
    if (next === "dropped") return { kind: "blackhole", at: idOf(place), crossings, passages };
    const wentTo: string = next.crossing?.connection.id ?? (next.to ? idOf(next.to) : "");
    if (place.kind === "gateway" && cameFrom !== undefined)
      passages.push({ gatewayId: place.gateway.id, cameFrom, wentTo, crossedCount: crossings.length });
    if (next.crossing) crossings.push(next.crossing);
    cameFrom = next.crossing?.connection.id ?? idOf(place);
    place = next.to;
  }
  return { kind: "loop", at: place ? idOf(place) : "", crossings, passages };
}

const idOf = (place: Place): string => (place.kind === "network" ? place.network.id : place.gateway.id);

interface Step {
  readonly to: Place | undefined;
  readonly crossing?: Crossing;
}

function leaveNetwork(
  map: Atlas,
  state: RoutingState,
  viewOf: (gatewayId: string) => GatewayView,
  { network, partTableId }: VpcTable,
  address: string,
): Step | "dropped" | undefined {
  const pinned = selectVpcRoute(network, state, viewOf, address);
  if (pinned) return cross(map, pinned.connectionId, network.gatewayId ?? "");
  const attached = map.estate.gateways.filter(({ vpcId }) => vpcId === network.id).map(({ id }) => viewOf(id));
  const routes = vpcTableRoutes({ network, partTableId }, state, attached, map.peeredRoutes.get(network.id));
  const own = network.gatewayId === undefined ? undefined : map.gateways.get(network.gatewayId);
  const target =
    own?.selects === "azure" || own?.cloud === "gcp"
      ? selectVnetRoute(routes, viewOf(own.id), (id) => map.connections.get(id)?.kind === "peering", address)
      : longestRoute(routes, address);
  if (!target) return undefined;
  if (target.id === BLACKHOLE) return "dropped";
  if (target.kind === "connection") return cross(map, target.id, network.id);
  const gateway = map.gateways.get(target.id);
  return gateway && { to: { kind: "gateway", gateway, tableId: network.gatewayTableId ?? gateway.tables[0] } };
}

function longestRoute(
  routes: ReadonlyMap<string, NetworkRouteTarget>,
  address: string,
): NetworkRouteTarget | undefined {
  const [longest] = [...routes]
    .filter(([prefix]) => contains(prefix, address))
    .sort(([one], [other]) => prefixBits(other) - prefixBits(one));
  return longest?.[1];
}

function leaveGateway(
  map: Atlas,
  state: RoutingState,
  view: GatewayView,
  tableId: string | undefined,
  address: string,
): Step | "dropped" | undefined {
  const route = view.gateway.kind === "tgw" ? selectTgwRoute(view, tableId ?? "", state, address) : undefined;
  if (route && !route.nextHop) return "dropped";
  const hop = route?.nextHop ?? (view.gateway.kind === "router" ? selectRouterHop(view, state, address) : undefined);
  if (!hop) return undefined;
  if (hop.kind === "connection") return cross(map, hop.connectionId, view.gateway.id);
  const network = map.networks.get(hop.networkId);
  return network && { to: { kind: "network", network } };
}

function cross(map: Atlas, connectionId: string, from: string): Step | undefined {
  const connection = map.connections.get(connectionId);
  if (!connection) return undefined;
  const isForward = connection.a.at === from;
  const far = isForward ? connection.b : connection.a;
  const network = map.networks.get(far.at);
  const gateway = map.gateways.get(far.at);
  const to: Place | undefined = network
    ? { kind: "network", network }
    : gateway && { kind: "gateway", gateway, tableId: far.associatedTableId ?? gateway.tables[0] };
  return { to, crossing: { connection, isForward } };
}
