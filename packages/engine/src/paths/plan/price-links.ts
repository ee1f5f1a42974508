import {
  type Charge,
  gbOf,
  monthlyUsdOf,
  type PriceRow,
  priceQueryText,
  type TopologyConnection,
  type TransferLeg,
} from "@skylane/core";
import { type Hop, transferLeg } from "../../topology/index.ts";
import type { ChoiceProblem } from "../optimise/problem.ts";
import type { EstateFacts, Unknowns } from "./estate-facts.ts";
import { isDedicated } from "./estate-facts.ts";

/**
 * Fee of a month, USD: the inventory's, else the list prices of its ends. A peering and the internet have none in any cloud.
 * `undefined` = not known, and `unknowns` says which row is missing.
 */
export function feeOf(connection: TopologyConnection, unknowns: Unknowns): number | undefined {
  if (connection.monthlyUsd !== undefined) return connection.monthlyUsd;
  if (connection.kind === "peering" || connection.kind === "internet") return 0;
  unknowns.missing(
    `fee of ${connection.id} (${connection.kind}): neither connections[].monthlyUsd in the inventory nor a row in the price lists of ${[...new Set(connection.ends.map(({ cloud, regionId }) => (cloud === undefined ? "an unseen side" : `${cloud} ${regionId}`)))].join(" and ")}`,
  );
  return undefined;
}

/** A second port of the same size: what it adds and costs, where a port can be added and its price is known. */
export function expansionOf(
  connection: TopologyConnection,
  { estimates }: Pick<EstateFacts, "estimates">,
): { readonly capacityMbps: number; readonly monthlyUsd: number } | undefined {
  const { bandwidthMbps } = connection;
  if (!isDedicated(connection) || bandwidthMbps === undefined) return undefined;
  if (connection.monthlyUsd !== undefined) return { capacityMbps: bandwidthMbps, monthlyUsd: connection.monthlyUsd };
  for (const { cloud, regionId } of connection.ends) {
    if (cloud === undefined || regionId === undefined) continue;
    const row = estimates.price({ cloud, item: "dedicated-port", regionId, bandwidthMbps });
    const monthlyUsd = row && monthlyUsdOf(row);
    if (monthlyUsd !== undefined) return { capacityMbps: bandwidthMbps, monthlyUsd };
  }
  return undefined;
}

/** Rows of the price lists that a gigabyte meets in one direction of a hop. What has no row is told to `unknowns`. */
export function chargesOf(
  hop: Hop,
  direction: "there" | "back",
  { estimates, gatewayKinds, inventory }: Pick<EstateFacts, "estimates" | "gatewayKinds" | "inventory">,
  unknowns: Unknowns,
): readonly PriceRow[] {
  const leg = legOf(hop, direction, gatewayKinds, inventory);
  if (leg === undefined) {
    unknowns.missing(
      `data over ${hop.connection.id}: one of its sides was not seen, so nobody knows who charges for it`,
    );
    return [];
  }
  return estimates.charges(leg).flatMap(({ query, row }: Charge): PriceRow[] => {
    if (row) return [row];
    unknowns.missing(`data over ${hop.connection.id}: no row for ${priceQueryText(query)}`);
    return [];
  });
}

function legOf(
  { connection, from }: Hop,
  direction: "there" | "back",
  gatewayKinds: EstateFacts["gatewayKinds"],
  inventory: EstateFacts["inventory"],
): TransferLeg | undefined {
  const isForward = (connection.ends[0].at === from) === (direction === "there");
  return transferLeg(connection, isForward ? 0 : 1, gatewayKinds, inventory.get(connection.id)?.tariff);
}

/** Steps of a row in decimal gigabytes. */
export function tiersInGb({
  tiers,
  unit,
}: PriceRow): readonly { readonly upToGb?: number; readonly usdPerGb: number }[] {
  const gbPerUnit = gbOf(unit) ?? 1;
  return tiers.map(({ upTo, usd }) => ({
    ...(upTo !== undefined && { upToGb: upTo * gbPerUnit }),
    usdPerGb: usd / gbPerUnit,
  }));
}

/** Free gigabytes of a row's pool a month. */
export const allowanceGb = ({ allowance, unit }: PriceRow): number => (allowance?.units ?? 0) * (gbOf(unit) ?? 1);

/**
 * The meters and shared allowances of these rows. What is free counts towards the steps, as on the bill; where several rows share
 * a pool it is not known whose steps, and the first is taken for all: a matter of cents.
 */
export function metersOf(rows: readonly PriceRow[]): Pick<ChoiceProblem, "meters" | "allowances"> {
  const pools = Map.groupBy(
    rows.filter(({ allowance }) => allowance),
    ({ allowance }) => allowance?.pool,
  );
  const ownPool = new Set([...pools.values()].flatMap((members) => (members.length === 1 ? members : [])));
  return {
    meters: rows.map((row) => ({ id: row.id, tiers: tiersInGb(row), baseGb: ownPool.has(row) ? allowanceGb(row) : 0 })),
    allowances: [...pools.values()].map((members) => ({
      gb: Math.max(...members.map(allowanceGb)),
      meters: members.map((row) => rows.indexOf(row)),
    })),
  };
}
