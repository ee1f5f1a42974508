import type { Estate, EstateConnection, EstateEnd, EstateNetwork } from "../estate/estate.ts";
import type { Fault } from "./faults.ts";
import { contains } from "./prefix.ts";
import type { NetworkRouteTarget } from "./routing-state.ts";
import type { Atlas } from "./trace.ts";

/** A connection as one gateway sees it. */
export interface EstateLink {
  readonly connection: EstateConnection;
  readonly own: EstateEnd;
  readonly other: EstateEnd;
}

/** @param built those of its connections that were made at run time */
export const makeAtlas = (estate: Estate, built: readonly EstateConnection[]): Atlas => ({
  estate,
  networks: new Map(estate.networks.map((network) => [network.id, network])),
  gateways: new Map(estate.gateways.map((gateway) => [gateway.id, gateway])),
  connections: new Map(estate.connections.map((connection) => [connection.id, connection])),
  links: linksByPlace(estate),
  attached: attachedNetworks(estate),
  peeredRoutes: peeredRoutes(estate, built),
});

/** An atlas that always shows what `now` makes of the world, to whoever has held it since the beginning too. */
export const liveAtlas = (now: () => Atlas): Atlas => ({
  get estate() {
    return now().estate;
  },
  get networks() {
    return now().networks;
  },
  get gateways() {
    return now().gateways;
  },
  get connections() {
    return now().connections;
  },
  get links() {
    return now().links;
  },
  get attached() {
    return now().attached;
  },
  get peeredRoutes() {
    return now().peeredRoutes;
  },
});

/** The connections that end at each place. */
function linksByPlace({ connections }: Estate): ReadonlyMap<string, readonly EstateLink[]> {
  const links = new Map<string, EstateLink[]>();
  const note = (link: EstateLink): void => {
    const known = links.get(link.own.at);
    if (known) known.push(link);
    else links.set(link.own.at, [link]);
  };
  for (const connection of connections) {
    note({ connection, own: connection.a, other: connection.b });
    if (connection.b.at !== connection.a.at) note({ connection, own: connection.b, other: connection.a });
  }
  return links;
}

/** Those that send to a gateway, the VPC of a virtual private gateway, the network an appliance stands in. */
const attachedNetworks = ({ gateways, networks }: Estate): ReadonlyMap<string, readonly EstateNetwork[]> =>
  new Map(
    gateways.map(({ id, vpcId, applianceIp }) => [
      id,
      networks.filter(
        (network) =>
          network.gatewayId === id ||
          network.id === vpcId ||
          (applianceIp !== undefined && network.cidrs.some((range) => contains(range, applianceIp))),
      ),
    ]),
  );

/** Azure and Google write a route to each range of the other side as soon as a peering is active; on AWS and Oracle the owner writes them. */
function peeredRoutes(
  { networks }: Estate,
  built: readonly EstateConnection[],
): ReadonlyMap<string, ReadonlyMap<string, NetworkRouteTarget>> {
  const byId = new Map(networks.map((network) => [network.id, network]));
  const routes = new Map<string, Map<string, NetworkRouteTarget>>();
  for (const { id, kind, a, b } of built) {
    if (kind !== "peering") continue;
    for (const [own, other] of [
      [a.at, b.at],
      [b.at, a.at],
    ] as const) {
      if (!["azure", "gcp"].includes(byId.get(own)?.cloud ?? "")) continue;
      const known = routes.get(own) ?? new Map<string, NetworkRouteTarget>();
      for (const cidr of byId.get(other)?.cidrs ?? []) known.set(cidr, { kind: "connection", id });
      routes.set(own, known);
    }
  }
  return routes;
}

/** True if a fault on that target is on this connection; a Region breaks whatever ends in it. */
export function isOnTarget(target: Fault["target"], connection: EstateConnection, atlas: Atlas): boolean {
  if (target.connectionId !== undefined) return target.connectionId === connection.id;
  if (target.carrier !== undefined) return target.carrier === connection.carrier;
  return [connection.a.at, connection.b.at].some(
    (at) => (atlas.gateways.get(at) ?? atlas.networks.get(at))?.regionId === target.regionId,
  );
}
