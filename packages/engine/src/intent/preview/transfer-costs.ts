import {
  type ConnectionKind,
  gbOf,
  type PriceQuery,
  type PriceRow,
  type SeenNetwork,
  type TransferLeg,
  tieredUsd,
} from "@skylane/core";
import type { ConnectDesign } from "../design/design-connections.ts";
import type { Ends } from "../design/ends.ts";
import type { PublicEnds } from "../design/public-endpoint.ts";
import type { ConnectWorld } from "../design/world.ts";
import { type Lines, unverifiedPrice } from "./fixed-costs.ts";

/**
 * What the asked volumes cost a month by list price: sent by the source, each intent from the first step on. Volumes nobody said are
 * named, and so are rows that are missing.
 */
export function transferCosts({ ways, ends, publicEnds }: ConnectDesign, world: ConnectWorld): Lines {
  const lines: { what: string; monthlyUsd: number }[] = [];
  const unknown = new Set<string>();
  const unverified = new Set<string>();
  for (const way of ways) {
    const one = ends.get(way.intentId);
    const open = publicEnds.get(way.intentId);
    const { intent } = one ?? open ?? {};
    if (!intent) continue;
    const gb = intent.requirements.monthlyGb;
    if (gb === undefined) {
      unknown.add(`data of ${way.intentId}: how much it sends was not said`);
      continue;
    }
    const legs = [
      ...(one ? legsOf(way.kind, way.connectionIds, one, world) : []),
      ...(open ? [newLeg("internet", open.source, open.intent.destination)] : []),
    ];
    const charges = [
      ...legs.flatMap((leg) => world.estimates.charges(leg).map((charge) => ({ ...charge, from: leg.from }))),
      ...(one ? endpointCharges(one, world) : []),
      ...(open ? natCharges(open, world) : []),
    ];
    for (const { query, row, from } of charges) {
      const usd = row && usdFor(row, gb);
      const doubt = row && unverifiedPrice(query, row);
      if (doubt !== undefined) unverified.add(doubt);
      if (usd === undefined)
        unknown.add(`data from ${from.cloud} ${from.regionId}: no row for ${query.cloud}/${query.item}`);
      else
        lines.push({
          what: `${gb} GB from ${from.cloud} ${from.regionId} (${query.item}, ${way.intentId})`,
          monthlyUsd: usd,
        });
    }
  }
  return { lines, unknown: [...unknown].sort(), unverified: [...unverified].sort() };
}

/** What a private endpoint takes for what goes through it. */
function endpointCharges({ endpoint, source, destination }: Ends, { estimates }: ConnectWorld) {
  if (!endpoint) return [];
  const { cloud, regionId } = destination;
  const query: PriceQuery = { cloud, regionId, item: "private-endpoint-data" };
  return [{ query, row: estimates.price(query), from: source }];
}

/** What a NAT gateway takes for what goes through it. */
function natCharges({ egress, source }: PublicEnds, { estimates }: ConnectWorld) {
  if (!egress.isShared || source.cloud === "onprem") return [];
  const query: PriceQuery = { cloud: source.cloud, regionId: source.regionId, item: "nat-data" };
  return [{ query, row: estimates.price(query), from: source }];
}

/** Price of so many gigabytes a month, USD; what is free of its pool is left to the rest of the account. */
function usdFor(row: PriceRow, gb: number): number | undefined {
  const size = gbOf(row.unit);
  return size === undefined ? undefined : Math.round(tieredUsd(row, gb / size) * 100) / 100;
}

function legsOf(
  kind: string,
  connectionIds: readonly string[],
  ends: Ends,
  { topology }: ConnectWorld,
): readonly TransferLeg[] {
  const { source, destination } = ends;
  if (kind === "peering" || kind === "transit-peering") return [newLeg(kind, source, destination)];
  if (kind !== "existing-path") return [newLeg("vpn", source, destination)];
  const gatewayKinds = new Map(topology.gateways.map(({ key, kind: gatewayKind }) => [key, gatewayKind]));
  let here = source.key;
  return connectionIds.flatMap((id): TransferLeg[] => {
    const connection = topology.connections.find((one) => one.id === id);
    if (!connection) return [];
    const [a, b] = connection.ends;
    const isForward = a.networkKeys.includes(here) || a.at === here;
    const [near, far] = isForward ? [a, b] : [b, a];
    here = far.at;
    if (
      near.cloud === undefined ||
      near.regionId === undefined ||
      far.cloud === undefined ||
      far.regionId === undefined
    )
      return [];
    return [
      {
        kind: connection.kind,
        from: { cloud: near.cloud, regionId: near.regionId },
        to: { cloud: far.cloud, regionId: far.regionId },
        gatewayKind: gatewayKinds.get(near.at),
      },
    ];
  });
}

type LegEnd = Pick<SeenNetwork, "cloud" | "regionId">;

/** One direction of what would be made. */
export const newLeg = (kind: ConnectionKind, from: LegEnd, to: LegEnd): TransferLeg => ({
  kind,
  from: { cloud: from.cloud, regionId: from.regionId },
  to: { cloud: to.cloud, regionId: to.regionId },
  ...(kind === "vpn" && from.cloud === "aws" && { gatewayKind: "transit-gateway" as const }),
});
