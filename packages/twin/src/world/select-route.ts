import type { EstateConnection, EstateEnd, EstateGateway, EstateNetwork } from "../estate/estate.ts";
import { announcedMed, importedMed } from "./cloud-router.ts";
import { contains, prefixBits } from "./prefix.ts";
import { announcedPrepend, heardLocalPreference } from "./router-policy.ts";
import type { RoutingState } from "./routing-state.ts";
import { inAzureOrder } from "./select-azure.ts";
import { inHubOrder } from "./select-hub.ts";
import { type DrgRoute, drgTable, inOciOrder, isDrg, selectDrgHop } from "./select-oci.ts";
import { inVgwOrder } from "./select-vpc.ts";

/** Where a gateway sends a packet: into a network attached to it, or over a connection. */
export type NextHop =
  | { readonly kind: "network"; readonly networkId: string; readonly attachmentId: string }
  | { readonly kind: "connection"; readonly connectionId: string; readonly attachmentId: string };

/** A route a table holds, as its API shows it. */
export interface TableRoute {
  readonly prefix: string;
  readonly type: "static" | "propagated";
  /** `undefined` = a black hole: packets are dropped without a word. */
  readonly nextHop: NextHop | undefined;
  readonly attachmentId: string;
}

/** Stands where an attachment's id would in a static route that drops. */
export const BLACKHOLE = "blackhole";

/** What route selection looks at. */
export interface GatewayView {
  readonly gateway: EstateGateway;
  /** Networks attached to it. */
  readonly networks: readonly EstateNetwork[];
  /** Connections that end at it, with its own end and the other. */
  readonly links: readonly {
    readonly connection: EstateConnection;
    readonly own: EstateEnd;
    readonly other: EstateEnd;
    readonly isSessionUp: boolean;
  }[];
}

/** Order of a transit gateway among routes of equal length (clouds.md 14.1): static, VPC, Direct Connect, VPN, peering. */
const TGW_RANK: Readonly<Record<string, number>> = {
  network: 1,
  "direct-connect": 2,
  vpn: 3,
  "transit-peering": 4,
  peering: 5,
  internet: 6,
};

/** Every winning route of one table of a transit gateway, one per prefix: only the winner is visible, as on AWS. */
export function tgwRoutes(view: GatewayView, tableId: string, state: RoutingState): readonly TableRoute[] {
  const best = new Map<string, { readonly route: TableRoute; readonly order: Order }>();
  const offer = (route: TableRoute, ...order: Order): void => {
    const present = best.get(route.prefix);
    if (!present || isBefore(order, present.order)) best.set(route.prefix, { route, order });
  };
  for (const [prefix, attachmentId] of state.staticRoutes.get(tableId) ?? [])
    offer({ prefix, type: "static", attachmentId, nextHop: hopOf(view, attachmentId) }, 0, 0, 0, attachmentId);
  for (const network of view.networks) {
    const attachmentId = network.attachmentId ?? "";
    if (!state.propagations.has(`${tableId}|${attachmentId}`)) continue;
    for (const prefix of network.cidrs)
      offer(
        { prefix, type: "propagated", attachmentId, nextHop: hopOf(view, attachmentId) },
        TGW_RANK.network ?? 1,
        0,
        0,
        attachmentId,
      );
  }
  for (const { connection, own, other, isSessionUp } of view.links) {
    const attachmentId = own.attachmentId ?? "";
    if (!isSessionUp || !state.propagations.has(`${tableId}|${attachmentId}`)) continue;
    for (const prefix of other.announces)
      offer(
        {
          prefix,
          type: "propagated",
          attachmentId,
          nextHop: { kind: "connection", connectionId: connection.id, attachmentId },
        },
        TGW_RANK[connection.kind] ?? 9,
        announcedPrepend(state, connection.id, other, prefix),
        announcedMed(state, connection.id, other),
        attachmentId,
      );
  }
  return [...best.values()].map(({ route }) => route);
}

/** What decides between routes of one prefix, in this order: rank of the source, AS path, MED, and the attachment's name. */
type Order = readonly [rank: number, asPathLength: number, med: number, attachmentId: string];

function isBefore(one: Order, other: Order): boolean {
  for (const i of [0, 1, 2] as const) if (one[i] !== other[i]) return one[i] < other[i];
  return one[3] < other[3];
}

function hopOf(view: GatewayView, attachmentId: string): NextHop | undefined {
  const network = view.networks.find((one) => one.attachmentId === attachmentId);
  if (network) return { kind: "network", networkId: network.id, attachmentId };
  const links = view.links.filter(({ own }) => own.attachmentId === attachmentId);
  const link = links.find(({ isSessionUp }) => isSessionUp) ?? links[0]; // tunnels of one VPN share an attachment
  return link && { kind: "connection", connectionId: link.connection.id, attachmentId };
}

/** The route a transit gateway uses for an address: the longest prefix among the winners. */
export const selectTgwRoute = (
  view: GatewayView,
  tableId: string,
  state: RoutingState,
  address: string,
): TableRoute | undefined =>
  tgwRoutes(view, tableId, state)
    .filter(({ prefix }) => contains(prefix, address))
    .sort((one, other) => prefixBits(other.prefix) - prefixBits(one.prefix))[0];

/** One path a BGP router has for a prefix. */
export interface BgpPath {
  readonly prefix: string;
  readonly connectionId: string;
  readonly peerIp: string;
  readonly localPreference: number;
  readonly asPathPrepend: number;
  readonly med: number;
}

/** Every path a router has for exactly this prefix, the best first: by a router's own order, or by that of the cloud it names. */
export function bgpPaths(view: GatewayView, state: RoutingState, prefix: string): readonly BgpPath[] {
  const paths = inRouterOrder(view, state, prefix);
  if (isDrg(view.gateway)) return inOciOrder(view, state, paths);
  if (view.gateway.selects === "vgw") return inVgwOrder(view, paths);
  if (view.gateway.selects !== "azure") return paths;
  return view.gateway.service === "virtual-hub" ? inHubOrder(view, state, paths) : inAzureOrder(view, state, paths);
}

/** The routes that the table of a DRG holds now, by prefix. */
export const drgRoutes = (view: GatewayView, state: RoutingState): ReadonlyMap<string, DrgRoute> =>
  drgTable(view, state, (prefix) => bgpPaths(view, state, prefix));

/** Local preference, AS path, MED, then the connection's name. */
function inRouterOrder(view: GatewayView, state: RoutingState, prefix: string): readonly BgpPath[] {
  return view.links
    .filter(({ other, isSessionUp }) => isSessionUp && other.announces.includes(prefix))
    .map(({ connection, own, other }) => ({
      prefix,
      connectionId: connection.id,
      peerIp: other.peerIp ?? "",
      localPreference: heardLocalPreference(state, view.gateway, connection.id, { own, other }, prefix),
      asPathPrepend: announcedPrepend(state, connection.id, other, prefix),
      med: importedMed(state, view.gateway.id, connection.id, prefix, announcedMed(state, connection.id, other)),
    }))
    .sort(
      (one, other) =>
        other.localPreference - one.localPreference ||
        one.asPathPrepend - other.asPathPrepend ||
        one.med - other.med ||
        one.connectionId.localeCompare(other.connectionId),
    );
}

/** Where a router sends a packet: its own networks first, then the longest prefix it hears. A DRG has a table of its own. */
export function selectRouterHop(view: GatewayView, state: RoutingState, address: string): NextHop | undefined {
  if (isDrg(view.gateway)) return selectDrgHop(drgRoutes(view, state), address);
  const own = view.networks.find(({ cidrs }) => cidrs.some((range) => contains(range, address)));
  if (own) return { kind: "network", networkId: own.id, attachmentId: "" };
  const heard = new Set(
    view.links
      .flatMap(({ other, isSessionUp }) => (isSessionUp ? other.announces : []))
      .filter((prefix) => contains(prefix, address)),
  );
  const [longest] = [...heard].sort((one, other) => prefixBits(other) - prefixBits(one));
  const [best] = longest === undefined ? [] : bgpPaths(view, state, longest);
  return best && { kind: "connection", connectionId: best.connectionId, attachmentId: "" };
}
