import type { EstateNetwork } from "../estate/estate.ts";
import { covers, prefixBits } from "./prefix.ts";
import { networkTable, type RoutingState } from "./routing-state.ts";
import { selectVpcRoute } from "./select-gcp.ts";
import { isDrg } from "./select-oci.ts";
import { bgpPaths, drgRoutes, type GatewayView, type NextHop, tgwRoutes } from "./select-route.ts";
import { vpcTableRoutes } from "./select-vpc.ts";
import type { Atlas } from "./trace.ts";

/** Where each table of a world sends each prefix it knows: place (`gateway`, `gateway|table`, `network`) → prefix → next hop. */
export type ForwardingTables = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A prefix that is sent elsewhere than before, in one table. */
export interface ForwardingChange {
  readonly place: string;
  readonly prefix: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** What every gateway and network of the estate would do now. */
export function forwardingTables(
  { estate, networks, peeredRoutes }: Atlas,
  state: RoutingState,
  viewOf: (gatewayId: string) => GatewayView,
): ForwardingTables {
  const tables = new Map<string, ReadonlyMap<string, string>>();
  for (const { id, kind, tables: own } of estate.gateways) {
    const view = viewOf(id);
    if (kind === "router") tables.set(id, routerTable(view, state));
    else
      for (const table of own)
        tables.set(
          `${id}|${table}`,
          new Map(tgwRoutes(view, table, state).map(({ prefix, nextHop }) => [prefix, nameOf(nextHop)])),
        );
  }
  for (const network of networks.values()) {
    const attached = estate.gateways.filter(({ vpcId }) => vpcId === network.id).map(({ id }) => viewOf(id));
    for (const partTableId of [undefined, ...network.subnets.map(({ routeTableId }) => routeTableId)]) {
      const routes = vpcTableRoutes({ network, partTableId }, state, attached, peeredRoutes.get(network.id));
      tables.set(
        networkTable(network.id, partTableId),
        new Map([...routes].map(([prefix, target]) => [prefix, target.id])),
      );
    }
    const winning = winningVpcRoutes(network, state, viewOf);
    if (winning.length > 0) tables.set(network.id, new Map([...(tables.get(network.id) ?? []), ...winning]));
  }
  return tables;
}

/** Static routes of a VPC network that decide for their own prefix. */
const winningVpcRoutes = (
  network: EstateNetwork,
  state: RoutingState,
  viewOf: (gatewayId: string) => GatewayView,
): readonly (readonly [prefix: string, connectionId: string])[] =>
  [...(state.vpcRoutes.get(network.id)?.values() ?? [])].flatMap(({ prefix }) => {
    const chosen = selectVpcRoute(network, state, viewOf, prefix.split("/")[0] ?? "");
    return chosen?.prefix === prefix ? [[prefix, chosen.connectionId] as const] : [];
  });

function routerTable(view: GatewayView, state: RoutingState): ReadonlyMap<string, string> {
  if (isDrg(view.gateway))
    return new Map([...drgRoutes(view, state)].map(([prefix, { hops }]) => [prefix, nameOf(hops[0])]));
  const table = new Map<string, string>();
  for (const { cidrs, id } of view.networks) for (const prefix of cidrs) table.set(prefix, id);
  for (const { other, isSessionUp } of view.links)
    for (const prefix of isSessionUp ? other.announces : []) {
      const [best] = table.has(prefix) ? [] : bgpPaths(view, state, prefix);
      if (best) table.set(prefix, best.connectionId);
    }
  return table;
}

const nameOf = (hop: NextHop | undefined): string =>
  hop === undefined ? "blackhole" : hop.kind === "network" ? hop.networkId : hop.connectionId;

/** Every prefix whose packets go another way in `after` than in `before`; a prefix without an entry follows the longest one that covers it. */
export function forwardingChanges(before: ForwardingTables, after: ForwardingTables): readonly ForwardingChange[] {
  const changes: ForwardingChange[] = [];
  for (const place of new Set([...before.keys(), ...after.keys()])) {
    const [then, now] = [before.get(place) ?? new Map(), after.get(place) ?? new Map()];
    for (const prefix of new Set([...then.keys(), ...now.keys()])) {
      const [from, to] = [lookUp(then, prefix), lookUp(now, prefix)];
      if (from !== to) changes.push({ place, prefix, from, to });
    }
  }
  return changes;
}

function lookUp(table: ReadonlyMap<string, string>, prefix: string): string | undefined {
  const exact = table.get(prefix);
  if (exact !== undefined) return exact;
  const [longest] = [...table.keys()]
    .filter((one) => covers(one, prefix))
    .sort((one, other) => prefixBits(other) - prefixBits(one));
  return longest === undefined ? undefined : table.get(longest);
}
