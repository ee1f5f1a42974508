import { Flow, fnv1a64, type SeenGateway, type TopologyConnection } from "@skylane/core";
import { cidrContains, findWay, type Hop, neededMbps, type WayGraph } from "../../topology/index.ts";
import type { Ends } from "./ends.ts";
import type { Hubs } from "./hubs.ts";
import type { ConnectWorld } from "./world.ts";

/** A way that is there, and why others were not taken. */
export interface FoundWay {
  readonly hops: readonly Hop[];
  readonly rttMs: number | undefined;
  readonly isMeasured: boolean;
  /** Set where both networks hang on one transit gateway, and only their own tables have to lead there. */
  readonly through?: SeenGateway | undefined;
  readonly notChosen: readonly { readonly way: string; readonly because: string }[];
}

/** No way that may be used; `isShadowed` = routing prefers one that may not, so that a new one beside it would not be taken either. */
export interface NoWay {
  readonly notChosen: FoundWay["notChosen"];
  readonly shadowedBy?: string | undefined;
}

/** Bandwidth that connections are asked for by this design, Mbps by id: intents that share one share what it has. */
export type Loads = Map<string, number>;

const MBIT_PER_BYTE = 8e-6;
const MONTH_SECONDS = 30 * 86_400;
/** As `neededMbps`: what a link carries at its peak beside its mean. */
const PEAK_TO_MEAN = 3;

/** Peak that an intent needs, Mbps; 0 if nothing is known. */
export const mbpsOf = (ends: Ends): number => neededMbps(flowOf(ends));

/**
 * The way packets would take today, if it keeps what is asked: links that are up, encrypted and private as wanted, with room and in
 * time, known in both directions.
 */
export function existingWay(
  world: ConnectWorld,
  graph: WayGraph,
  hubs: Hubs,
  ends: Ends,
  loads: Loads,
): FoundWay | NoWay {
  const placed = { flow: flowOf(ends), sourceKey: ends.source.key, destinationKey: ends.destination.key };
  if (ends.source.key === ends.destination.key) return { hops: [], rttMs: undefined, isMeasured: false, notChosen: [] };
  const routed = findWay(graph, placed, { isDead: () => false, isPolicyKept: false });
  const refused = new Map<string, string>();
  for (const { connection } of candidatesOf(graph, ends)) {
    const because = whyNot(connection, ends, loads);
    if (because !== undefined) refused.set(connection.id, because);
  }
  for (;;) {
    const hops = findWay(graph, placed, {
      isDead: ({ connection }) => refused.has(connection.id) || whyNot(connection, ends, loads) !== undefined,
      isPolicyKept: false,
    });
    if (!hops) break;
    const rttMs = world.performance.rttMsOf(ends.source.key, hops);
    const late = tooSlow(ends, rttMs);
    if (late === undefined) {
      const shadow = routed && shadowOf(routed, hops, refused);
      if (shadow !== undefined) return { notChosen: listed(refused), shadowedBy: shadow };
      return wayFound(world.performance, hops, rttMs, refused);
    }
    refused.set((hops[0] as Hop).connection.id, late);
  }
  const shared = sharedGateway(world, hubs, ends);
  if (shared) return { hops: [], rttMs: undefined, isMeasured: false, through: shared, notChosen: listed(refused) };
  const joined = idlePeering(world, graph, ends, refused) ?? betweenHubs(world, graph, hubs, ends, loads, refused);
  if (joined) return joined;
  const [first] = routed ?? [];
  const because = first && refused.get(first.connection.id);
  return {
    notChosen: listed(refused),
    ...(first &&
      because !== undefined &&
      isPreferredToTunnels(first.connection) && { shadowedBy: first.connection.id }),
  };
}

/** The transit gateway that both VPCs are attached to, if its tables hold both; encryption it has none to offer. */
function sharedGateway({ topology }: ConnectWorld, hubs: Hubs, ends: Ends): SeenGateway | undefined {
  const { source, destination, intent } = ends;
  const [a, b] = [hubs.identify(source), hubs.identify(destination)];
  if ("rule" in a || "rule" in b || a.key !== b.key || a.seen?.kind !== "transit-gateway") return undefined;
  if (intent.requirements.encryption === "required") return undefined;
  const { key, networkKeys } = a.seen;
  const own = topology.routes.filter(({ owner, isActive }) => owner === key && isActive);
  const isHeld = (ip: string): boolean =>
    own.some(({ prefix, next }) => next.kind !== "none" && cidrContains(prefix, ip));
  const areAttached = networkKeys.includes(source.key) && networkKeys.includes(destination.key);
  return areAttached && isHeld(ends.sourceIp) && isHeld(ends.destinationIp) ? a.seen : undefined;
}

/** Two VPCs have one peering at most (AWS VPC quotas): one that stands there without routes is given routes. */
function idlePeering(
  { performance }: ConnectWorld,
  graph: WayGraph,
  ends: Ends,
  refused: Map<string, string>,
): FoundWay | undefined {
  const { encryption } = ends.intent.requirements;
  const hop = candidatesOf(graph, ends).find(
    ({ connection: { kind, status, isEncrypted, sightings } }) =>
      kind === "peering" &&
      status !== "down" &&
      ends.source.cloud === "aws" &&
      sightings.some(({ provisioning }) => provisioning === "ready") &&
      (encryption !== "required" || isEncrypted),
  );
  if (!hop) return undefined;
  const rttMs = performance.rttMsOf(ends.source.key, [hop]);
  if (tooSlow(ends, rttMs) !== undefined) return undefined;
  refused.delete(hop.connection.id);
  return wayFound(performance, [hop], rttMs, refused);
}

/** Where only the source or destination network is not attached yet: a tunnel between the two gateways carries it once it is. */
function betweenHubs(
  world: ConnectWorld,
  graph: WayGraph,
  hubs: Hubs,
  ends: Ends,
  loads: Loads,
  refused: ReadonlyMap<string, string>,
): FoundWay | undefined {
  const [a, b] = [hubs.identify(ends.source), hubs.identify(ends.destination)];
  if ("rule" in a || "rule" in b || !a.seen || !b.seen || a.key === b.key) return undefined;
  const areBothAttached =
    a.seen.networkKeys.includes(ends.source.key) && b.seen.networkKeys.includes(ends.destination.key);
  // attached at both sides and still no way: the link does not announce them
  if (areBothAttached) return undefined;
  const hop = (graph.hopsFrom.get(a.key) ?? [])
    .filter(({ to, connection }) => to === b.key && connection.status === "up" && !refused.has(connection.id))
    // what is attached is not told to a peering of gateways: its routes are written one by one
    .filter(({ connection }) => connection.kind !== "transit-peering")
    .filter(({ reaches, answers }) => reaches.length > 0 && answers.length > 0)
    .find(({ connection }) => whyNot(connection, ends, loads) === undefined);
  if (!hop) return undefined;
  const rttMs = world.performance.rttMsOf(ends.source.key, [hop]);
  if (tooSlow(ends, rttMs) !== undefined) return undefined;
  return wayFound(world.performance, [hop], rttMs, refused);
}

const wayFound = (
  performance: ConnectWorld["performance"],
  hops: readonly Hop[],
  rttMs: number | undefined,
  refused: ReadonlyMap<string, string>,
): FoundWay => ({
  hops,
  rttMs: rttMs && Math.round(rttMs * 10) / 10,
  isMeasured: performance.measuredOf(hops) !== undefined,
  notChosen: listed(refused),
});

/** Links from the source's network to the destination's, and from one gateway to the other. */
function candidatesOf(graph: WayGraph, { source, destination }: Ends): readonly Hop[] {
  return (graph.hopsOfNetwork.get(source.key) ?? []).filter(({ exitKeys }) => exitKeys.includes(destination.key));
}

/** Why a link may not carry the intent; `undefined` = it may. */
function whyNot(connection: TopologyConnection, ends: Ends, loads: Loads): string | undefined {
  const { requirements } = ends.intent;
  const { status, isEncrypted, isPublic, bandwidthMbps, bytes30d = 0, reaches } = connection;
  if (status !== "up") return `it is ${status}`;
  if (reaches.some((prefixes) => prefixes.length === 0)) return "it carries nothing in one direction";
  if (isPublic && !isEncrypted) return "it crosses the public internet, and nobody encrypts it";
  if (requirements.encryption === "required" && !isEncrypted) return "it is not encrypted";
  if (requirements.isPublicForbidden && isPublic) return "it crosses the public internet";
  const needed = mbpsOf(ends);
  if (needed > 0 && bandwidthMbps !== undefined) {
    const usedMbps = (PEAK_TO_MEAN * bytes30d * MBIT_PER_BYTE) / MONTH_SECONDS + (loads.get(connection.id) ?? 0);
    if (usedMbps + needed > bandwidthMbps)
      return `it has ${Math.max(0, Math.floor(bandwidthMbps - usedMbps))} Mbps left of ${bandwidthMbps}, and ${Math.ceil(needed)} are needed`;
  }
  return undefined;
}

function tooSlow({ intent: { requirements } }: Ends, rttMs: number | undefined): string | undefined {
  const { maxRttMs } = requirements;
  if (maxRttMs === undefined || (rttMs !== undefined && rttMs <= maxRttMs)) return undefined;
  return `it takes ${rttMs === undefined ? "an unknown time" : `about ${Math.round(rttMs * 10) / 10} ms`}, and ${maxRttMs} ms are asked for`;
}

const KIND_ORDER: Partial<Readonly<Record<TopologyConnection["kind"], number>>> = { vpn: 2, internet: 3 };
const orderOf = ({ kind }: TopologyConnection): number => KIND_ORDER[kind] ?? 1;

/** The link that routing takes instead, if it may not be used and is preferred to ours by its kind: dedicated before tunnel. */
function shadowOf(
  routed: readonly Hop[],
  hops: readonly Hop[],
  refused: ReadonlyMap<string, string>,
): string | undefined {
  const [first, ours] = [routed[0]?.connection, hops[0]?.connection];
  if (!first || !ours || !refused.has(first.id) || first.status !== "up") return undefined;
  return orderOf(first) < orderOf(ours) ? first.id : undefined;
}

const isPreferredToTunnels = (connection: TopologyConnection): boolean =>
  connection.status === "up" && orderOf(connection) < 2;

const listed = (refused: ReadonlyMap<string, string>): FoundWay["notChosen"] =>
  [...refused].sort(([a], [b]) => (a < b ? -1 : 1)).map(([way, because]) => ({ way, because }));

const flowOf = ({ id, intent: { port, requirements }, sourceIp, destinationIp }: Ends): Flow =>
  Flow.parse({
    id: `intent-${fnv1a64(id)}`,
    source: { ip: sourceIp },
    destination: { ip: destinationIp, port },
    ...(requirements.monthlyGb !== undefined && { monthlyGb: requirements.monthlyGb }),
    ...(requirements.bandwidthMbps !== undefined && { peakMbps: requirements.bandwidthMbps }),
  });
