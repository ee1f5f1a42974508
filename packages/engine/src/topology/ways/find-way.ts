import { rangeOf } from "../cidr.ts";
import type { Hop, PlacedFlow, WayGraph } from "./way-graph.ts";

/** What a search leaves out. */
export interface WayLimits {
  /** True for what is gone. */
  readonly isDead: (hop: Hop) => boolean;
  /** Whether policy counts; without it the way is the one that routing takes, allowed or not. */
  readonly isPolicyKept: boolean;
}

/** Longer chains are no ways: each gateway in between would have to pass on what it hears. */
const MAX_HOPS = 4;

/**
 * The best way of a flow, there and back: the longest prefix first, then the fewest links, then the order its group prefers.
 * `undefined` = none. Links that are down or announce neither direction carry nothing; a peering is no transit.
 */
export function findWay(graph: WayGraph, placed: PlacedFlow, limits: WayLimits): readonly Hop[] | undefined {
  const [source, destination] = [rangeOf(placed.flow.source.ip)?.first, rangeOf(placed.flow.destination.ip)?.first];
  if (source === undefined || destination === undefined) return undefined;
  if (placed.sourceKey !== undefined && placed.sourceKey === placed.destinationKey) return [];
  const usable = (hop: Hop): number | undefined => {
    const { connection } = hop;
    if (connection.status === "down" || limits.isDead(hop)) return undefined;
    if (limits.isPolicyKept && !graph.isAllowed(placed.flow, connection)) return undefined;
    if (longestMatch(hop.answers, source) === undefined) return undefined;
    return longestMatch(hop.reaches, destination);
  };
  let open: readonly (readonly Hop[])[] = rankHops(graph, placed, startsOf(graph, placed, source), usable).map(
    (hop) => [hop],
  );
  const visited = new Set<string>();
  for (let length = 1; length <= MAX_HOPS && open.length > 0; length += 1) {
    const done = open.find((way) => isArrived(way.at(-1) as Hop, placed));
    if (done) return done;
    const next: (readonly Hop[])[] = [];
    for (const way of open) {
      const last = way.at(-1) as Hop;
      if (last.connection.kind === "peering" || last.connection.kind === "internet" || visited.has(last.to)) continue;
      visited.add(last.to);
      const onward = (graph.hopsFrom.get(last.to) ?? []).filter(
        ({ connection }) =>
          connection.kind !== "peering" &&
          connection.kind !== "internet" &&
          way.every((hop) => hop.connection !== connection),
      );
      for (const hop of rankHops(graph, placed, onward, usable)) next.push([...way, hop]);
    }
    open = next;
  }
  return undefined;
}

/** Where a flow's packets can leave: from the network that holds its address, else from wherever that address is announced. */
function startsOf(graph: WayGraph, { sourceKey }: PlacedFlow, source: number): readonly Hop[] {
  if (sourceKey !== undefined) return graph.hopsOfNetwork.get(sourceKey) ?? [];
  return [...graph.hopsFrom.values()]
    .flat()
    .filter(({ entryKeys, answers }) => entryKeys.length === 0 && longestMatch(answers, source) !== undefined);
}

/** At the network, or at the edge of what was seen: the far end announces the address and its networks are not ours to see. */
const isArrived = ({ exitKeys }: Hop, { destinationKey }: PlacedFlow): boolean =>
  destinationKey === undefined ? exitKeys.length === 0 : exitKeys.includes(destinationKey);

function rankHops(
  graph: WayGraph,
  { flow }: PlacedFlow,
  hops: readonly Hop[],
  usable: (hop: Hop) => number | undefined,
): readonly Hop[] {
  return hops
    .flatMap((hop) => {
      const length = usable(hop);
      return length === undefined ? [] : [{ hop, length, rank: graph.rank(flow, hop.connection) }];
    })
    .sort((a, b) => b.length - a.length || a.rank - b.rank || (a.hop.connection.id < b.hop.connection.id ? -1 : 1))
    .map(({ hop }) => hop);
}

/** Bits of the longest prefix that holds the address; `undefined` = none does. */
export function longestMatch(prefixes: readonly string[], address: number): number | undefined {
  let longest: number | undefined;
  for (const prefix of prefixes) {
    const range = rangeOf(prefix);
    if (!range || address < range.first || range.last < address) continue;
    const bits = 32 - Math.log2(range.last - range.first + 1);
    if (longest === undefined || bits > longest) longest = bits;
  }
  return longest;
}
