import {
  type Estimates,
  type PriceRow,
  priceQueryText,
  type SkylaneConfig,
  type Topology,
  unitsOfGb,
} from "@skylane/core";
import { gatewayKindsOf, transferLeg } from "../../topology/index.ts";

/** What a byte meets in one direction of a connection: rows of the price lists, and what has no row. */
export interface DirectionPrice {
  readonly rows: readonly PriceRow[];
  /** Region whose row it is, in the order of the rows: the sender's, or the receiver's where he pays. */
  readonly regionIds: readonly string[];
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
        regionIds: [],
        missing: [`data over ${connectionId}: one of its sides was not seen, so nobody knows who charges for it`],
      };
    const charges = estimates.charges(leg);
    return {
      rows: charges.flatMap(({ row }) => row ?? []),
      regionIds: charges.flatMap(({ query, row }) => (row ? [query.regionId] : [])),
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

const BYTES_PER_GB = 1e9;

/** Prices that do not hang on the month's volume; `undefined` where one does, or is not known. */
export const flatPrices =
  (pricesOf: DirectionPrices) =>
  (connectionId: string, fromKey: string, bytes: number): number | undefined => {
    const price = pricesOf(connectionId, fromKey);
    if (!price || price.missing.length > 0) return undefined;
    let usd = 0;
    for (const row of price.rows) {
      const [step, ...more] = row.tiers;
      const units = unitsOfGb(row, bytes / BYTES_PER_GB);
      if (!step || more.length > 0 || row.allowance || units === undefined) return undefined;
      usd += units * step.usd;
    }
    return usd;
  };
