import { type FlowSlot, METER_SLOT_MS, type MeteredSlot } from "@skylane/core";
import { findWay, type WayGraph } from "../../topology/index.ts";
import { flowParts } from "./flow-parts.ts";

/** What one flow puts on links as they are routed now: directions it uses, there and, if it is answered with data, back. */
export interface FlowRoute {
  readonly flowId: string;
  readonly connectionIds: readonly string[];
  readonly there: readonly string[];
  readonly back: readonly string[];
  /** What its owner says that it sends, and is answered, in a slot on average; absent = nobody says. */
  readonly declared: { readonly there?: number; readonly back?: number };
}

/** What bytes over a direction of a connection that nobody counts cost, where that does not hang on the month's volume. */
export type FlatPrice = (connectionId: string, fromKey: string, bytes: number) => number | undefined;

const BYTES_PER_GB = 1e9;
const SLOTS_PER_MONTH = (730 * 3_600_000) / METER_SLOT_MS;

/** The way of each flow, as routing has it, whether policy allows it or not. */
export const flowRoutes = (graph: WayGraph): readonly FlowRoute[] =>
  graph.flows.flatMap((placed): FlowRoute[] => {
    const way = findWay(graph, placed, { isDead: () => false, isPolicyKept: false }) ?? [];
    if (way.length === 0) return [];
    const { id, monthlyGb, replyMonthlyGb = 0 } = placed.flow;
    const isAnswered = replyMonthlyGb > 0;
    return [
      {
        flowId: id,
        connectionIds: way.map(({ connection }) => connection.id),
        there: way.map(({ connection, from }) => directionKey(connection.id, from)),
        back: isAnswered ? way.map(({ connection, to }) => directionKey(connection.id, to)) : [],
        declared: {
          ...(monthlyGb !== undefined && { there: perSlot(monthlyGb) }),
          ...(isAnswered && { back: perSlot(replyMonthlyGb) }),
        },
      },
    ];
  });

const perSlot = (monthlyGb: number): number => (monthlyGb * BYTES_PER_GB) / SLOTS_PER_MONTH;

/**
 * Bytes of flows and what they cost, by the links that were counted: none for a flow whose answers are not known, or of which no link was
 * counted. A link that nobody counts has the bytes of its flows; its price is added where it is flat, else the flow has none.
 */
export function flowSlots(
  routes: readonly FlowRoute[],
  slots: readonly MeteredSlot[],
  flatUsd: FlatPrice = () => undefined,
): readonly FlowSlot[] {
  const byStart = Map.groupBy(slots, ({ startMs }) => startMs);
  return [...byStart].flatMap(([startMs, ofSlot]) => {
    const links = new Map(ofSlot.map((slot) => [directionKey(slot.connectionId, slot.fromKey), slot]));
    const known = flowParts(routes, new Map([...links].map(([key, { bytes }]) => [key, bytes])));
    const shareUsd = (key: string, bytes: number): number | undefined => {
      const slot = links.get(key);
      if (bytes === 0) return 0;
      if (!slot) return flatUsd(...partsOf(key), bytes);
      if (slot.usd === undefined) return undefined;
      // a flow's part of what a link cost is as its part of the bytes
      return slot.bytes === 0 ? 0 : slot.usd * Math.min(1, bytes / slot.bytes);
    };
    return routes.flatMap((route): FlowSlot[] => {
      const there = known.get(`there ${route.flowId}`);
      const back = route.back.length === 0 ? 0 : known.get(`back ${route.flowId}`);
      if (there === undefined || back === undefined || there + back === 0) return [];
      const usd = sumOf([
        ...route.there.map((key) => shareUsd(key, there)),
        ...route.back.map((key) => shareUsd(key, back)),
      ]);
      return [
        {
          startMs,
          flowId: route.flowId,
          connectionIds: [...route.connectionIds],
          bytes: Math.round(there + back),
          ...(usd !== undefined && { usd }),
        },
      ];
    });
  });
}

const directionKey = (connectionId: string, fromKey: string): string => JSON.stringify([connectionId, fromKey]);
const partsOf = (key: string): readonly [connectionId: string, fromKey: string] => JSON.parse(key);

function sumOf(parts: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const one of parts) {
    if (one === undefined) return undefined;
    sum += one;
  }
  return sum;
}
