import { createHash } from "node:crypto";
import { bgpFault, ikeFault } from "./judge-tunnel.ts";
import type { TunnelEnd, TunnelStatus } from "./tunnel-end.ts";

/** Two ends whose public addresses mirror each other; `one` is that with the lesser id. */
export interface TunnelPair {
  readonly connectionId: string;
  readonly one: TunnelEnd;
  readonly other: TunnelEnd;
}

/** What IKE and BGP take from the moment that all is well, ms. */
const IKE_MS = 2_000;
const BGP_MS = 5_000;

/** The sessions of tunnels: when each came up, or why not. */
export interface TunnelSessions {
  /** Looks at the ends as they are now: what agrees begins, what does not any more is down. */
  look(ends: readonly TunnelEnd[]): void;
  /** Tunnels that are up now. */
  up(): readonly TunnelPair[];
  /** How the tunnel of an end is; of an end that is not there, that it has no peer. */
  statusOf(endId: string): TunnelStatus;
  /** The next moment at which a session comes up; `undefined` if none is about to. */
  nextMomentMs(): number | undefined;
}

interface Session {
  /** All that the two sides have to agree on: another one is another session. */
  readonly agreed: string;
  readonly upAtMs: number;
}

/** How long something takes in this world that takes so long in the real one, and begins at that moment. */
export type Pace = (realMs: number, beginMs: number) => number;

export function tunnelSessions(nowMs: () => number, pace: Pace): TunnelSessions {
  const ike = new Map<string, Session>();
  const bgp = new Map<string, Session>();
  let pairs: readonly TunnelPair[] = [];

  /** Begins a session, or leaves the one that goes on; ends it if there is a fault. */
  const hold = (sessions: Map<string, Session>, id: string, agreed: string | undefined, upAtMs: () => number): void => {
    if (agreed === undefined) sessions.delete(id);
    else if (sessions.get(id)?.agreed !== agreed) sessions.set(id, { agreed, upAtMs: upAtMs() });
  };
  const statusIn = ({ connectionId, one, other }: TunnelPair): TunnelStatus => {
    const fault = ikeFault(one, other);
    if (fault) return { state: "ike-down", reason: fault };
    const ikeUpAtMs = ike.get(connectionId)?.upAtMs ?? Number.POSITIVE_INFINITY;
    if (ikeUpAtMs > nowMs()) return { state: "ike-down", reason: "starting" };
    const inside = bgpFault(one, other);
    if (inside) return { state: "bgp-down", reason: inside, ikeUpAtMs };
    const upAtMs = bgp.get(connectionId)?.upAtMs ?? Number.POSITIVE_INFINITY;
    if (upAtMs > nowMs()) return { state: "bgp-down", reason: "starting", ikeUpAtMs };
    return { state: "up", connectionId, ikeUpAtMs, upAtMs };
  };
  return {
    look(ends) {
      pairs = pairsOf(ends);
      const ids = new Set(pairs.map(({ connectionId }) => connectionId));
      for (const sessions of [ike, bgp]) for (const id of sessions.keys()) if (!ids.has(id)) sessions.delete(id);
      for (const { connectionId, one, other } of pairs) {
        const keys = ikeFault(one, other) ? undefined : agreedByIke(one, other);
        hold(ike, connectionId, keys, () => nowMs() + pace(IKE_MS, nowMs()));
        const speakers = keys === undefined || bgpFault(one, other) ? undefined : `${keys}${agreedByBgp(one, other)}`;
        const readyAtMs = Math.max(nowMs(), ike.get(connectionId)?.upAtMs ?? 0);
        hold(bgp, connectionId, speakers, () => readyAtMs + (one.bgp ? pace(BGP_MS, readyAtMs) : 0));
      }
    },
    up: () => pairs.filter((pair) => statusIn(pair).state === "up"),
    statusOf(endId) {
      const pair = pairs.find(({ one, other }) => one.id === endId || other.id === endId);
      return pair ? statusIn(pair) : { state: "ike-down", reason: "no-peer" };
    },
    nextMomentMs() {
      const moments = [...ike.values(), ...bgp.values()].map(({ upAtMs }) => upAtMs).filter((atMs) => atMs > nowMs());
      return moments.length > 0 ? Math.min(...moments) : undefined;
    },
  };
}

const agreedByIke = (...ends: readonly TunnelEnd[]): string =>
  JSON.stringify(
    ends.map(({ presharedKey, ikeVersions, phase1, phase2 }) => [presharedKey, ikeVersions, phase1, phase2]),
  );
const agreedByBgp = (...ends: readonly TunnelEnd[]): string => JSON.stringify(ends.map(({ bgp }) => bgp ?? null));

/** Each end and the first that mirrors it; of several that look alike the one with the least id. */
function pairsOf(ends: readonly TunnelEnd[]): readonly TunnelPair[] {
  const byAddresses = new Map<string, TunnelEnd>();
  const sorted = [...ends].sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const end of sorted) {
    const key = `${end.localPublicIp}|${end.remotePublicIp}`;
    if (!byAddresses.has(key)) byAddresses.set(key, end);
  }
  return sorted.flatMap((one) => {
    const other = byAddresses.get(`${one.remotePublicIp}|${one.localPublicIp}`);
    const isFirst = byAddresses.get(`${one.localPublicIp}|${one.remotePublicIp}`) === one;
    if (!isFirst || !other || one.id >= other.id) return [];
    return [{ connectionId: tunnelId(one.id, other.id), one, other }];
  });
}

/** Always the same for the same two ends; short enough for the names of lists on routers. */
const tunnelId = (...endIds: readonly [string, string]): string =>
  `tunnel-${createHash("sha256").update(endIds.join("|")).digest("hex").slice(0, 12)}`;
