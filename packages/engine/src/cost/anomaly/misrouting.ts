import type { ConnectionKind, Estimates, TopologyConnection } from "@skylane/core";
import { longestMatch, type PlacedFlow, rangeOf, type WayGraph } from "../../topology/index.ts";
import type { CostHistory, FlowTrack } from "./cost-history.ts";
import { changeBefore, type NoticedRouteChange } from "./route-changes.ts";
import { usdPerGbOf, wayPrices } from "./way-prices.ts";

/** A flow that leaves by the internet or a VPN and has a dedicated way. */
export interface MisroutedFlow {
  readonly flowId: string;
  /** First slot in which it did, ms since 1970; the history's first if it always did. */
  readonly beganAtMs: number;
  readonly viaConnectionIds: readonly string[];
  readonly dedicatedId: string;
  /** `before` = it was there until then; `routes` = a dedicated link joins the same places and routes allow it. */
  readonly why: "before" | "routes";
  /** Decimal gigabytes of the last day, of which so much went the other way in the last hour. */
  readonly gbPerDay: number;
  readonly lastHourGb: number;
  readonly usdPerGb: number;
  readonly dedicatedUsdPerGb: number;
  /** Of all slots since it began, beyond what the dedicated way had cost. */
  readonly usdSoFar: number;
  readonly change?: NoticedRouteChange | undefined;
}

const DEDICATED: ReadonlySet<ConnectionKind> = new Set(["direct-connect", "express-route", "interconnect", "fastconnect"]);
const PUBLIC: ReadonlySet<ConnectionKind> = new Set(["vpn", "internet"]);
const BYTES_PER_GB = 1e9;

/** Makes the search ready for one topology. */
export function misroutingFinder(graph: WayGraph, estimates: Estimates) {
  const kinds = new Map(graph.topology.connections.map((connection) => [connection.id, connection]));
  const placed = new Map(graph.flows.map((one) => [one.flow.id as string, one]));
  const priceOf = wayPrices(graph.topology, estimates);
  const has = (ids: readonly string[], set: ReadonlySet<ConnectionKind>): boolean =>
    ids.some((id) => set.has(kinds.get(id)?.kind ?? "peering"));
  const isAway = (ids: readonly string[]): boolean => has(ids, PUBLIC) && !has(ids, DEDICATED);

  const direct = new Map<string, TopologyConnection | undefined>();
  const directFor = (one: PlacedFlow): TopologyConnection | undefined => {
    const { id } = one.flow;
    if (!direct.has(id)) direct.set(id, directLink(graph, one));
    return direct.get(id);
  };

  /** Whether the flow is away in the last slot with bytes of the last hour, and if so since when and at what cost. */
  function look(history: CostHistory, track: FlowTrack, changes: readonly NoticedRouteChange[]): MisroutedFlow | undefined {
    const one = placed.get(track.flowId);
    const { slotMs, startMs, slotCount } = history;
    const perHour = Math.round(3_600_000 / slotMs);
    const awayAt = (slot: number) => track.partsAt(slot).filter(({ connectionIds }) => isAway(connectionIds));
    let last = slotCount - 1;
    while (last >= slotCount - perHour && track.partsAt(last).length === 0) last -= 1;
    const [now] = awayAt(last);
    if (!one || !now || last < slotCount - perHour) return undefined;
    let first = last;
    for (let slot = last - 1; slot >= 0; slot -= 1) {
      if (awayAt(slot).length > 0) first = slot;
      // silence is no way back
      else if (track.partsAt(slot).length > 0) break;
    }
    const usual = usualDedicated(track, first, perHour * 24 * 7, (ids) => has(ids, DEDICATED));
    const usualLink = usual && usual.connectionIds.map((id) => kinds.get(id)).find((link) => link && DEDICATED.has(link.kind));
    const dedicated = usualLink ?? directFor(one);
    if (!dedicated || dedicated.status === "down") return undefined;
    const away = { bytes: 0, usd: 0 };
    let lastHourBytes = 0;
    for (let slot = first; slot <= last; slot += 1)
      for (const { bytes, usd } of awayAt(slot)) {
        if (usd === undefined) return undefined;
        away.bytes += bytes;
        away.usd += usd;
        if (slot >= slotCount - perHour) lastHourBytes += bytes;
      }
    const dedicatedUsdPerGb = usual?.usdPerGb ?? usdPerGbOf(priceOf(one.sourceKey, [dedicated.id]));
    if (away.bytes === 0 || dedicatedUsdPerGb === undefined) return undefined;
    const usdPerGb = round(away.usd / (away.bytes / BYTES_PER_GB), 6);
    let dayBytes = 0;
    for (let slot = Math.max(0, slotCount - perHour * 24); slot < slotCount; slot += 1) dayBytes += track.bytes[slot] ?? 0;
    const days = Math.min(1, slotCount / (perHour * 24));
    const slot = { startMs: startMs + first * slotMs, endMs: startMs + (first + 1) * slotMs };
    return {
      flowId: track.flowId,
      beganAtMs: slot.startMs,
      viaConnectionIds: now.connectionIds,
      dedicatedId: dedicated.id,
      why: usualLink ? "before" : "routes",
      gbPerDay: dayBytes / BYTES_PER_GB / days,
      lastHourGb: lastHourBytes / BYTES_PER_GB,
      usdPerGb,
      dedicatedUsdPerGb: round(dedicatedUsdPerGb, 6),
      usdSoFar: away.usd - (away.bytes / BYTES_PER_GB) * dedicatedUsdPerGb,
      change: changeBefore(changes, one.flow.destination.ip, slot),
    };
  }

  return {
    /** Flows that cost more for the way they take, in the slots up to the history's end; those that cost less are somebody's choice. */
    find: (history: CostHistory, changes: readonly NoticedRouteChange[]): readonly MisroutedFlow[] =>
      [...history.flows.values()].flatMap((track) => {
        const found = look(history, track, changes);
        return found && found.usdPerGb > found.dedicatedUsdPerGb ? [found] : [];
      }),
  };
}
export type MisroutingFinder = ReturnType<typeof misroutingFinder>;

/** The dedicated way that most bytes of the days before took, and what a gigabyte cost there. */
function usualDedicated(
  track: FlowTrack,
  end: number,
  slotCount: number,
  isDedicated: (connectionIds: readonly string[]) => boolean,
): { readonly connectionIds: readonly string[]; readonly usdPerGb: number | undefined } | undefined {
  const ways = new Map<string, { readonly connectionIds: readonly string[]; bytes: number; usd: number | undefined }>();
  let allBytes = 0;
  for (let slot = Math.max(0, end - slotCount); slot < end; slot += 1)
    for (const { connectionIds, bytes, usd } of track.partsAt(slot)) {
      allBytes += bytes;
      const key = connectionIds.join(" ");
      const way = ways.get(key) ?? { connectionIds, bytes: 0, usd: 0 };
      way.bytes += bytes;
      way.usd = usd === undefined || way.usd === undefined ? undefined : way.usd + usd;
      ways.set(key, way);
    }
  const [most] = [...ways.values()].sort((a, b) => b.bytes - a.bytes);
  if (!most || most.bytes * 2 < allBytes || !isDedicated(most.connectionIds)) return undefined;
  return {
    connectionIds: most.connectionIds,
    usdPerGb: most.usd === undefined ? undefined : most.usd / (most.bytes / BYTES_PER_GB),
  };
}

/** A dedicated link from the flow's own network to where it goes, that hears both ends and that policy allows. */
function directLink(graph: WayGraph, { flow, sourceKey, destinationKey }: PlacedFlow): TopologyConnection | undefined {
  const [source, destination] = [rangeOf(flow.source.ip)?.first, rangeOf(flow.destination.ip)?.first];
  if (sourceKey === undefined || destinationKey === undefined || source === undefined || destination === undefined)
    return undefined;
  return (graph.hopsOfNetwork.get(sourceKey) ?? []).find(
    ({ connection, exitKeys, reaches, answers }) =>
      DEDICATED.has(connection.kind) &&
      connection.status !== "down" &&
      exitKeys.includes(destinationKey) &&
      longestMatch(reaches, destination) !== undefined &&
      longestMatch(answers, source) !== undefined &&
      graph.isAllowed(flow, connection),
  )?.connection;
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
