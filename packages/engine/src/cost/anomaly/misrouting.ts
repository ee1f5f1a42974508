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

const DEDICATED: ReadonlySet<ConnectionKind> = new Set([
  "direct-connect",
  "express-route",
  "interconnect",
  "fastconnect",
]);
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

  const runs = new WeakMap<FlowTrack, AwayRun>();
  /** The run of slots that is not over; each slot is looked at once, so what is added to one later counts from the next history on. */
  const runOf = (track: FlowTrack, slotCount: number): AwayRun => {
    const run = runs.get(track) ?? { scanned: 0, first: undefined, last: undefined, bytes: 0, usd: 0, via: [] };
    runs.set(track, run);
    for (; run.scanned < slotCount; run.scanned += 1) {
      const parts = track.partsAt(run.scanned);
      const away = parts.filter(({ connectionIds }) => isAway(connectionIds));
      // silence is no way back
      if (parts.length === 0) continue;
      if (away.length === 0 || run.first === undefined) Object.assign(run, { first: undefined, bytes: 0, usd: 0 });
      if (away.length > 0) {
        run.first ??= run.scanned;
        run.last = run.scanned;
        run.via = away[0]?.connectionIds ?? [];
      }
      for (const { bytes, usd } of away) {
        run.bytes += bytes;
        run.usd = run.usd === undefined || usd === undefined ? undefined : run.usd + usd;
      }
    }
    return run;
  };

  const usuals = new WeakMap<
    FlowTrack,
    { readonly first: number; readonly usual: ReturnType<typeof usualDedicated> }
  >();
  const usualBefore = (track: FlowTrack, first: number, slotCount: number): ReturnType<typeof usualDedicated> => {
    const known = usuals.get(track);
    if (known?.first === first) return known.usual;
    const usual = usualDedicated(track, first, slotCount, (ids) => has(ids, DEDICATED));
    usuals.set(track, { first, usual });
    return usual;
  };

  /** Whether the flow is away in the last slot with bytes of the last hour, and if so since when and at what cost. */
  function look(
    history: CostHistory,
    track: FlowTrack,
    changes: readonly NoticedRouteChange[],
  ): MisroutedFlow | undefined {
    const one = placed.get(track.flowId);
    const { slotMs, startMs, slotCount } = history;
    const perHour = Math.round(3_600_000 / slotMs);
    const { first, last, bytes, usd, via } = runOf(track, slotCount);
    if (!one || first === undefined || last === undefined || last < slotCount - perHour) return undefined;
    const usual = usualBefore(track, first, perHour * 24 * 7);
    const usualLink = usual?.connectionIds.map((id) => kinds.get(id)).find((link) => link && DEDICATED.has(link.kind));
    const dedicated = usualLink ?? directFor(one);
    if (!dedicated || dedicated.status === "down" || usd === undefined || bytes === 0) return undefined;
    const dedicatedUsdPerGb = usual?.usdPerGb ?? usdPerGbOf(priceOf(one.sourceKey, [dedicated.id]));
    if (dedicatedUsdPerGb === undefined) return undefined;
    const sum = (from: number): number => {
      let total = 0;
      for (let slot = Math.max(0, from); slot < slotCount; slot += 1) total += track.bytes[slot] ?? 0;
      return total;
    };
    const days = Math.min(1, slotCount / (perHour * 24));
    const slot = { startMs: startMs + first * slotMs, endMs: startMs + (first + 1) * slotMs };
    return {
      flowId: track.flowId,
      beganAtMs: slot.startMs,
      viaConnectionIds: via,
      dedicatedId: dedicated.id,
      why: usualLink ? "before" : "routes",
      gbPerDay: sum(slotCount - perHour * 24) / BYTES_PER_GB / days,
      lastHourGb: sum(Math.max(first, slotCount - perHour)) / BYTES_PER_GB,
      usdPerGb: round(usd / (bytes / BYTES_PER_GB), 6),
      dedicatedUsdPerGb: round(dedicatedUsdPerGb, 6),
      usdSoFar: usd - (bytes / BYTES_PER_GB) * dedicatedUsdPerGb,
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

/** Slots in a row, silent ones between them, in which a flow was not on a dedicated link. */
interface AwayRun {
  scanned: number;
  first: number | undefined;
  last: number | undefined;
  bytes: number;
  usd: number | undefined;
  via: readonly string[];
}

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
