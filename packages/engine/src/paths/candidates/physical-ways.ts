import type { Connection, SeenGateway } from "@skylane/core";
import { type Hop, longestMatch, type PlacedFlow, type WayGraph } from "../../topology/index.ts";
import { brokenRelayRule, type RelaySide } from "./relay-rules.ts";
import { shortestSimplePaths } from "./shortest-simple-paths.ts";
import { indexGraph, simplePaths } from "./simple-paths.ts";

/** A way that packets could take if routing were told so, allowed or not. */
export interface PhysicalWay {
  /** Ids of its connections joined by ` > `. */
  readonly id: string;
  readonly hops: readonly Hop[];
  /** True if today's announcements carry the flow over each of its links, there and back. */
  readonly isRouted: boolean;
}

/** Where a flow's packets come from and go to, as numbers where routing looks at them. */
export interface Ends extends Pick<PlacedFlow, "sourceKey" | "destinationKey"> {
  readonly source: number;
  readonly destination: number;
}

export interface WayLimits {
  readonly maxHops: number;
  /** Ways that are looked at; where there are more, those with the fewest links, and of these those that are routed today. */
  readonly maxWays: number;
  /** True for links that are left out. */
  readonly isOut?: (connection: Hop["connection"]) => boolean;
  /** What would be there if links that are down were not, or if every place passed on what it gets. */
  readonly as?: "if-up" | "if-relayed";
}

/** Made once for a topology. */
export interface PhysicalWays {
  /** `isAll` = false if there are more than `maxWays`. */
  readonly find: (ends: Ends, limits: WayLimits) => { readonly ways: readonly PhysicalWay[]; readonly isAll: boolean };
  /** Tells apart flows between the same networks for which different links are routed: the ways of equal ones are equal. */
  readonly outlook: (ends: Ends) => string;
  /** The places of a way that do not pass on what they get, and why. */
  readonly brokenRelays: (way: PhysicalWay, ends: Ends) => readonly { readonly at: string; readonly because: string }[];
}

/** Links side by side that are alike in all that counts; one of them stands for all while ways are searched. */
interface Twins {
  readonly from: number;
  readonly to: number;
  readonly hops: Hop[];
  readonly isRouted: boolean;
}

/**
 * The ways between the networks of a flow. A way passes no gateway twice, and neither comes back to its source nor leaves its
 * destination again. Links that are alike are not all combined with each other: the n-th way over the same places takes the
 * n-th of each, so that two ways share a link only where there is no other.
 */
export function physicalWays(
  graph: WayGraph,
  gateways: readonly Pick<SeenGateway, "key" | "kind" | "name">[],
  inventory: ReadonlyMap<string, Connection>,
): PhysicalWays {
  const gatewayAt = new Map(gateways.map((gateway) => [gateway.key, gateway]));
  const nodeOf = new Map<string, number>();
  const nodeAt = (key: string): number => {
    const known = nodeOf.get(key);
    if (known !== undefined) return known;
    nodeOf.set(key, nodeOf.size + 2);
    return nodeOf.size + 1;
  };
  const hops = [...graph.hopsFrom.values()].flat();
  for (const { from, to } of hops) [nodeAt(from), nodeAt(to)];
  const transits = hops.filter(isTransit);
  const likeness = new Map(
    graph.topology.connections.map((connection) => [connection, likenessOf(connection, inventory.get(connection.id))]),
  );
  const find: PhysicalWays["find"] = (ends, { maxHops, maxWays, isOut, as }) => {
    const twins = new Map<string, Twins>();
    const add = (hop: Hop, from: number): void => {
      if ((hop.connection.status === "down" && as !== "if-up") || isBack(hop, ends) || isOut?.(hop.connection)) return;
      const isEnd = isArrived(hop, ends);
      if (!isEnd && !isTransit(hop) && as !== "if-relayed") return;
      const to = isEnd ? GOAL : nodeAt(hop.to);
      const isRouted = isRoutedHop(hop, ends);
      const key = `${from}>${to}${isRouted}${likeness.get(hop.connection)}${hop.from}${hop.to}`;
      const group = twins.get(key);
      if (group) group.hops.push(hop);
      else twins.set(key, { from, to, hops: [hop], isRouted });
    };
    const starts = startsOf(graph, hops, ends);
    const started = new Set(starts.map(({ connection }) => connection));
    for (const hop of starts) add(hop, SOURCE);
    for (const hop of as === "if-relayed" ? hops : transits)
      if (!started.has(hop.connection) && !isOutOfDestination(hop, ends)) add(hop, nodeAt(hop.from));
    const edges = [...twins.values()];
    const index = indexGraph({
      nodeCount: nodeOf.size + 2,
      edges: edges.map(({ from, to, isRouted }) => ({ from, to, weight: isRouted ? 1 : 1 + UNROUTED })),
    });
    const sides = edges.map(({ hops: [hop], isRouted }) => ({
      kind: (hop as Hop).connection.kind,
      isRouted,
      gateway: gatewayAt.get((hop as Hop).to)?.kind,
    }));
    const mayFollow = (before: number, after: number): boolean => {
      const [side, next] = [sides[before] as RelaySide & { gateway: GatewayKind }, sides[after] as RelaySide];
      return brokenRelayRule(side.gateway, side, next) === undefined;
    };
    const limits = { maxLinks: maxHops, ...(as !== "if-relayed" && { mayFollow }) };
    const all = simplePaths(index, SOURCE, GOAL, limits, maxWays);
    const paths = all ?? shortestSimplePaths(index, SOURCE, GOAL, { ...limits, count: maxWays });
    const ways = paths.flatMap((path) => waysOver(path.map((edge) => edges[edge] as Twins)));
    return { ways, isAll: all !== undefined };
  };
  return {
    find,
    outlook: (ends) => {
      const routed = transits.concat(startsOf(graph, hops, ends)).map((hop) => (isRoutedHop(hop, ends) ? "1" : "0"));
      return [ends.sourceKey ?? `?${ends.source}`, ends.destinationKey ?? `?${ends.destination}`, routed.join("")].join(
        " ",
      );
    },
    brokenRelays: ({ hops }, ends) =>
      hops.slice(1).flatMap((hop, i) => {
        const before = hops[i] as Hop;
        const gateway = gatewayAt.get(hop.from);
        const side = (one: Hop): RelaySide => ({ kind: one.connection.kind, isRouted: isRoutedHop(one, ends) });
        const because = brokenRelayRule(gateway?.kind, side(before), side(hop));
        return because === undefined ? [] : [{ at: gateway?.name ?? hop.from, because }];
      }),
  };
}

type GatewayKind = SeenGateway["kind"] | undefined;

const SOURCE = 0;
const GOAL = 1;
/** Less than a link, however many of them a way has. */
const UNROUTED = 1 / 64;

/** True if today's announcements carry the flow over it, there and back. A line that lays packets bare carries no flow that matters. */
const isRoutedHop = ({ connection, reaches, answers }: Hop, { source, destination }: Ends): boolean =>
  (connection.kind !== "internet" || connection.isEncrypted) &&
  longestMatch(answers, source) !== undefined &&
  longestMatch(reaches, destination) !== undefined;

const isTransit = ({ connection: { kind } }: Hop): boolean => kind !== "peering" && kind !== "internet";

/** Where a flow's packets can leave: from the network that holds its address, else from wherever that address is announced. */
const startsOf = (graph: WayGraph, hops: readonly Hop[], { sourceKey, source }: Ends): readonly Hop[] =>
  sourceKey !== undefined
    ? (graph.hopsOfNetwork.get(sourceKey) ?? [])
    : hops.filter(({ entryKeys, answers }) => entryKeys.length === 0 && longestMatch(answers, source) !== undefined);

/** At the network, or at the edge of what was seen: the far end announces the address and its networks are not ours to see. */
const isArrived = ({ exitKeys, reaches }: Hop, { destinationKey, destination }: Ends): boolean =>
  destinationKey === undefined
    ? exitKeys.length === 0 && longestMatch(reaches, destination) !== undefined
    : exitKeys.includes(destinationKey);

const isBack = ({ exitKeys }: Hop, { sourceKey }: Ends): boolean =>
  sourceKey !== undefined && exitKeys.includes(sourceKey);

const isOutOfDestination = ({ entryKeys }: Hop, { destinationKey }: Ends): boolean =>
  destinationKey !== undefined && entryKeys.includes(destinationKey);

/** As many ways as the largest group of twins has links; none where a gateway at its start or end would be passed again. */
function waysOver(path: readonly Twins[]): readonly PhysicalWay[] {
  if (isLooped(path)) return [];
  const isRouted = path.every((twins) => twins.isRouted);
  const count = path.reduce((most, { hops }) => Math.max(most, hops.length), 1);
  return Array.from({ length: count }, (_, i) => {
    const hops = path.map((twins) => twins.hops[i % twins.hops.length] as Hop);
    return { id: hops.map(({ connection }) => connection.id).join(" > "), hops, isRouted };
  });
}

/** Inside, paths are simple; but the gateways at the first and the last end are not nodes of the search. */
function isLooped(path: readonly Twins[]): boolean {
  const start = path[0]?.hops[0]?.from;
  const end = path.at(-1)?.hops[0]?.to;
  return (
    start === end ||
    path.some(({ hops: [hop] }, i) => (i > 0 && hop?.from === end) || (i < path.length - 1 && hop?.to === start))
  );
}

/** The same text for two links that nobody could prefer one of. */
function likenessOf({ id: _, ...seen }: Hop["connection"], declared: Connection | undefined): string {
  const { kind, status, bandwidthMbps, isEncrypted, isPublic, carrier, location, monthlyUsd } = seen;
  const { compliance, mtuBytes, site, tariff, committedUntil } = declared ?? {};
  return JSON.stringify([
    [kind, status, bandwidthMbps, isEncrypted, isPublic, carrier, location, monthlyUsd],
    [compliance, mtuBytes, site, tariff, committedUntil],
    seen.ends.map(({ at, networkKeys }) => [at, networkKeys]),
  ]);
}
