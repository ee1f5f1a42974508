import { type Estimates, type PriceRow, priceQueryText, type SkylaneConfig, type Topology } from "@skylane/core";
import { gatewayKindsOf, transferLeg } from "../../topology/index.ts";

/** What a byte meets in one direction of a connection: rows of the price lists, and what has no row. */
export interface DirectionPrice {
  readonly rows: readonly PriceRow[];
  readonly missing: readonly string[];
}

/** Estate and price lists, as far as prices of data hang on them. */
export interface PricedEstate {
  readonly topology: Pick<Topology, "connections" | "gateways">;
  readonly config: Pick<SkylaneConfig, "connections">;
  readonly estimates: Pick<Estimates, "charges">;
}

/** Answers by the id of a connection and the key of the end that sends; `undefined` = it is not in the topology. */
export type DirectionPrices = (connectionId: string, fromKey: string) => DirectionPrice | undefined;

/** Makes the price lists ready for the directions of an estate's connections. The sender pays; of a peering the receiver too. */
export function directionPrices({ topology, config, estimates }: PricedEstate): DirectionPrices {
  const connections = new Map(topology.connections.map((connection) => [connection.id, connection]));
  const tariffs = new Map<string, SkylaneConfig["connections"][number]["tariff"]>(
    config.connections.map(({ id, tariff }) => [id, tariff]),
  );
  const gatewayKinds = gatewayKindsOf(topology);
  const known = new Map<string, DirectionPrice | undefined>();
  const look = (connectionId: string, fromKey: string): DirectionPrice | undefined => {
    const connection = connections.get(connectionId);
    if (!connection) return undefined;
    const leg = transferLeg(
      connection,
      connection.ends[0].at === fromKey ? 0 : 1,
      gatewayKinds,
      tariffs.get(connectionId),
    );
    if (!leg)
      return {
        rows: [],
        missing: [`data over ${connectionId}: one of its sides was not seen, so nobody knows who charges for it`],
      };
    const charges = estimates.charges(leg);
    return {
      rows: charges.flatMap(({ row }) => row ?? []),
      missing: charges.flatMap(({ query, row }) =>
        row ? [] : [`data over ${connectionId}: no row for ${priceQueryText(query)}`],
      ),
    };
  };
  return (connectionId, fromKey) => {
    const key = `${fromKey} ${connectionId}`;
    if (!known.has(key)) known.set(key, look(connectionId, fromKey));
    return known.get(key);
  };
}
