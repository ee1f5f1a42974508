import type { Estimates, FlowSlot, MeteredSlot, TopologyConnection } from "@skylane/core";
import { rangeOf, type WayGraph, wayPrices } from "@skylane/engine";
import type { TrafficPlay } from "@skylane/local/traffic";

const BYTES_PER_GB = 1e9;
type PlayedSlot = ReturnType<TrafficPlay["slots"]> extends Iterable<infer Slot> ? Slot : never;

/** Counts what is sent in a play by the names that discovery gives to links, at list prices: what a meter would make of clouds' counters. */
export function playMeter(
  graph: WayGraph,
  estimates: Estimates,
  links: readonly { readonly id: string; readonly kind: TopologyConnection["kind"] }[],
): (slot: PlayedSlot) => { readonly flows: readonly FlowSlot[]; readonly links: readonly MeteredSlot[] } {
  const priceOf = wayPrices(graph.topology, estimates);
  const placed = new Map(graph.flows.map((one) => [one.flow.id as string, one]));
  const kinds = new Map(links.map(({ id, kind }) => [id, kind]));
  const known = new Set(graph.topology.connections.map(({ id }) => id));
  const ids = new Map<string, string>();

  /** What is not in the inventory has a name made by discovery: found by its kind and where it leads. */
  const nameOf = (connectionId: string, flowId: string): string => {
    if (known.has(connectionId)) return connectionId;
    const before = ids.get(connectionId);
    if (before !== undefined) return before;
    const address = rangeOf(placed.get(flowId)?.flow.destination.ip ?? "")?.first;
    const seen = graph.topology.connections.find(
      ({ kind, reaches }) =>
        kind === kinds.get(connectionId) &&
        reaches.flat().some((prefix) => {
          const range = rangeOf(prefix);
          return range !== undefined && range.first === address && range.last === address;
        }),
    );
    ids.set(connectionId, seen?.id ?? connectionId);
    return seen?.id ?? connectionId;
  };

  return ({ startMs, sent }) => {
    const flows: FlowSlot[] = [];
    const sums = new Map<string, MeteredSlot>();
    for (const { flowId, crossings, bytes } of sent) {
      const connectionIds = crossings.map(({ connectionId }) => nameOf(connectionId, flowId));
      const hops = priceOf(placed.get(flowId)?.sourceKey, connectionIds);
      let usd: number | undefined = hops === undefined ? undefined : 0;
      for (const { connectionId, fromKey, toKey, usdPerGb } of hops ?? []) {
        const hopUsd = usdPerGb === undefined ? undefined : (bytes / BYTES_PER_GB) * usdPerGb;
        usd = usd === undefined || hopUsd === undefined ? undefined : usd + hopUsd;
        const key = `${connectionId} ${fromKey}`;
        const sum = sums.get(key);
        const sumUsd = sum === undefined ? hopUsd : plus(sum.usd, hopUsd);
        sums.set(key, {
          startMs,
          connectionId,
          fromKey,
          toKey,
          bytes: (sum?.bytes ?? 0) + bytes,
          coverageRatio: 1,
          ...(sumUsd !== undefined && { usd: sumUsd }),
          priceRowIds: [],
        });
      }
      flows.push({ startMs, flowId, connectionIds, bytes, ...(usd !== undefined && { usd }) });
    }
    return { flows, links: [...sums.values()] };
  };
}

const plus = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;
