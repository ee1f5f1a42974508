import type { FlowSlot, MeteredSlot } from "@skylane/core";
import { findWay, type WayGraph } from "../../topology/index.ts";

/** What one flow puts on links as they are routed now: directions it uses, there and, if it is answered with data, back. */
export interface FlowRoute {
  readonly flowId: string;
  readonly connectionIds: readonly string[];
  readonly there: readonly string[];
  readonly back: readonly string[];
}

/** The way of each flow, as routing has it, whether policy allows it or not. */
export const flowRoutes = (graph: WayGraph): readonly FlowRoute[] =>
  graph.flows.flatMap((placed): FlowRoute[] => {
    const way = findWay(graph, placed, { isDead: () => false, isPolicyKept: false }) ?? [];
    if (way.length === 0) return [];
    const isAnswered = (placed.flow.replyMonthlyGb ?? 0) > 0;
    return [
      {
        flowId: placed.flow.id,
        connectionIds: way.map(({ connection }) => connection.id),
        there: way.map(({ connection, from }) => directionKey(connection.id, from)),
        back: isAnswered ? way.map(({ connection, to }) => directionKey(connection.id, to)) : [],
      },
    ];
  });

/**
 * Bytes of flows, where routing alone tells them: a link that one flow uses carries that flow's bytes, and what is left on a link after
 * the flows that are known is the last one's. Flows that share all their links are not told apart, for nobody counted them; they have
 * no slot. Nor has a flow whose answers are not known, or over a link that was not counted.
 */
export function flowSlots(routes: readonly FlowRoute[], slots: readonly MeteredSlot[]): readonly FlowSlot[] {
  const byStart = Map.groupBy(slots, ({ startMs }) => startMs);
  return [...byStart].flatMap(([startMs, ofSlot]) => {
    const links = new Map(ofSlot.map((slot) => [directionKey(slot.connectionId, slot.fromKey), slot]));
    const known = solve(routes, links);
    return routes.flatMap((route): FlowSlot[] => {
      const bytes = [known.get(part(route, "there")), route.back.length === 0 ? 0 : known.get(part(route, "back"))];
      const [there, back] = bytes;
      if (there === undefined || back === undefined || there + back === 0) return [];
      const usd = sumOf([
        ...route.there.map((key) => shareUsd(links.get(key), there)),
        ...route.back.map((key) => shareUsd(links.get(key), back)),
      ]);
      return [
        {
          startMs,
          flowId: route.flowId,
          connectionIds: [...route.connectionIds],
          bytes: there + back,
          ...(usd !== undefined && { usd }),
        },
      ];
    });
  });
}

const directionKey = (connectionId: string, fromKey: string): string => `${fromKey} ${connectionId}`;
const part = ({ flowId }: FlowRoute, direction: "there" | "back"): string => `${direction} ${flowId}`;

/** One unknown for each direction of a flow, one equation for each direction of a link: solved as far as one unknown is left. */
function solve(routes: readonly FlowRoute[], links: ReadonlyMap<string, MeteredSlot>): ReadonlyMap<string, number> {
  const users = new Map<string, Set<string>>();
  for (const route of routes)
    for (const direction of ["there", "back"] as const)
      for (const key of route[direction]) users.set(key, (users.get(key) ?? new Set()).add(part(route, direction)));
  const known = new Map<string, number>();
  // a link that one flow uses says more than what is left of one that several use
  const open = [...users]
    .filter(([key]) => links.has(key))
    .sort(([a, one], [b, other]) => one.size - other.size || (a < b ? -1 : 1));
  for (let isSolving = true; isSolving; ) {
    isSolving = false;
    for (const [key, parts] of open) {
      const unknown = [...parts].filter((one) => !known.has(one));
      const [only] = unknown;
      if (only === undefined || unknown.length > 1) continue;
      const others = [...parts].reduce((sum, one) => sum + (known.get(one) ?? 0), 0);
      known.set(only, Math.max(0, (links.get(key)?.bytes ?? 0) - others));
      isSolving = true;
    }
  }
  return known;
}

/** A flow's part of what a link cost: as its part of the bytes. */
function shareUsd(slot: MeteredSlot | undefined, bytes: number): number | undefined {
  if (bytes === 0) return 0;
  if (slot?.usd === undefined) return undefined;
  return slot.bytes === 0 ? 0 : slot.usd * Math.min(1, bytes / slot.bytes);
}

function sumOf(parts: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const one of parts) {
    if (one === undefined) return undefined;
    sum += one;
  }
  return sum;
}
