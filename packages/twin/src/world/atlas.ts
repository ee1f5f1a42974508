import type { Estate, EstateConnection, EstateEnd } from "../estate/estate.ts";
import type { Fault } from "./faults.ts";
import type { Atlas } from "./trace.ts";

/** A connection as one gateway sees it. */
export interface EstateLink {
  readonly connection: EstateConnection;
  readonly own: EstateEnd;
  readonly other: EstateEnd;
}

export const makeAtlas = (estate: Estate): Atlas => ({
  estate,
  networks: new Map(estate.networks.map((network) => [network.id, network])),
  gateways: new Map(estate.gateways.map((gateway) => [gateway.id, gateway])),
  connections: new Map(estate.connections.map((connection) => [connection.id, connection])),
});

/** The connections that end at each gateway. */
export const linksByGateway = ({ gateways, connections }: Estate): ReadonlyMap<string, readonly EstateLink[]> =>
  new Map(
    gateways.map(({ id }) => [
      id,
      connections.flatMap((connection) => {
        if (connection.a.at === id) return [{ connection, own: connection.a, other: connection.b }];
        return connection.b.at === id ? [{ connection, own: connection.b, other: connection.a }] : [];
      }),
    ]),
  );

/** True if a fault on that target is on this connection; a Region breaks whatever ends in it. */
export function isOnTarget(target: Fault["target"], connection: EstateConnection, atlas: Atlas): boolean {
  if (target.connectionId !== undefined) return target.connectionId === connection.id;
  if (target.carrier !== undefined) return target.carrier === connection.carrier;
  return [connection.a.at, connection.b.at].some(
    (at) => (atlas.gateways.get(at) ?? atlas.networks.get(at))?.regionId === target.regionId,
  );
}
