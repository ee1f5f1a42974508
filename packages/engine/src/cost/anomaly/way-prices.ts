import type { Estimates, Topology } from "@skylane/core";
import { type Hop, hopPrices } from "../../topology/index.ts";

/** One direction of a connection on a flow's way. */
export interface PricedHop {
  readonly connectionId: string;
  readonly fromKey: string;
  readonly toKey: string;
  /** List price, marginal; absent = not known. */
  readonly usdPerGb?: number | undefined;
}

/** Answers what each step of a way costs that begins at a network; `undefined` = these connections do not join up. */
export function wayPrices(
  topology: Topology,
  estimates: Estimates,
): (sourceKey: string | undefined, connectionIds: readonly string[]) => readonly PricedHop[] | undefined {
  const connections = new Map(topology.connections.map((connection) => [connection.id, connection]));
  const priceOf = hopPrices(topology, estimates);
  const hops = new Map<string, Hop>();
  const known = new Map<string, readonly PricedHop[] | undefined>();

  const follow = (
    sourceKey: string | undefined,
    connectionIds: readonly string[],
  ): readonly PricedHop[] | undefined => {
    const way: PricedHop[] = [];
    let place = sourceKey;
    for (const id of connectionIds) {
      const connection = connections.get(id);
      if (!connection) return undefined;
      const [a, b] = connection.ends;
      const isForward = place !== undefined && (a.at === place || a.networkKeys.includes(place));
      if (!isForward && !(place !== undefined && (b.at === place || b.networkKeys.includes(place)))) return undefined;
      const [near, far] = isForward ? [a, b] : [b, a];
      const key = `${isForward} ${id}`;
      // the same object for the same direction: prices are remembered by it
      const hop = hops.get(key) ?? {
        connection,
        from: near.at,
        to: far.at,
        entryKeys: near.networkKeys,
        exitKeys: far.networkKeys,
        reaches: connection.reaches[isForward ? 0 : 1],
        answers: connection.reaches[isForward ? 1 : 0],
      };
      hops.set(key, hop);
      way.push({ connectionId: id, fromKey: near.at, toKey: far.at, usdPerGb: priceOf(hop) });
      place = far.at;
    }
    return way;
  };
  return (sourceKey, connectionIds) => {
    const key = `${sourceKey} ${connectionIds.join(" ")}`;
    if (!known.has(key)) known.set(key, follow(sourceKey, connectionIds));
    return known.get(key);
  };
}

/** USD a decimal gigabyte over the whole way; `undefined` if a part of it is not known. */
export function usdPerGbOf(way: readonly PricedHop[] | undefined): number | undefined {
  let sum = 0;
  for (const { usdPerGb } of way ?? [{ usdPerGb: undefined }]) {
    if (usdPerGb === undefined) return undefined;
    sum += usdPerGb;
  }
  return sum;
}
