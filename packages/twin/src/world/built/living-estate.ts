import type { Estate } from "../../estate/estate.ts";
import { liveAtlas, makeAtlas } from "../atlas.ts";
import type { Atlas } from "../trace.ts";
import { type Built, nothingBuilt } from "./built.ts";
import { mergeEstate } from "./merge-estate.ts";
import type { TunnelEnd, TunnelStatus } from "./tunnel-end.ts";
import { type Pace, type TunnelPair, tunnelSessions } from "./tunnel-sessions.ts";

/** The estate and what is built upon it. */
export interface LivingEstate {
  readonly built: Built;
  /** Estate and built together, at each moment. */
  readonly atlas: Atlas;
  statusOf(endId: string): TunnelStatus;
  /** The two ends that a connection was made of; `undefined` if it is none of the built tunnels. */
  endsOf(connectionId: string): readonly [TunnelEnd, TunnelEnd] | undefined;
  /** The next moment at which a tunnel comes up by itself. */
  nextMomentMs(): number | undefined;
}

/** Its parts are put together anew when one was built, or a tunnel came up, and somebody looks. `changed` runs after each change. */
export function livingEstate(estate: Estate, nowMs: () => number, pace: Pace, changed: () => void): LivingEstate {
  const sessions = tunnelSessions(nowMs, pace);
  const estateGateways = new Set(estate.gateways.map(({ id }) => id));
  let shown:
    | { readonly atlas: Atlas; readonly tunnels: ReadonlyMap<string, TunnelPair>; readonly untilMs: number }
    | undefined;

  const built = nothingBuilt(() => {
    const isThere = ({ gatewayId }: TunnelEnd): boolean =>
      estateGateways.has(gatewayId) || built.gateways.has(gatewayId);
    sessions.look(built.tunnelEnds.values().filter(isThere));
    shown = undefined;
    changed();
  });
  const now = () => {
    if (shown && (shown.untilMs === Number.POSITIVE_INFINITY || nowMs() < shown.untilMs)) return shown;
    // before what is up is asked for: what comes up in between is looked at again, not missed for good
    const untilMs = sessions.nextMomentMs() ?? Number.POSITIVE_INFINITY;
    const tunnels = sessions.up();
    const merged = mergeEstate(estate, built, tunnels);
    shown = {
      atlas: makeAtlas(merged, merged.connections.slice(estate.connections.length)),
      tunnels: new Map(tunnels.map((pair) => [pair.connectionId, pair])),
      untilMs,
    };
    return shown;
  };
  return {
    built,
    atlas: liveAtlas(() => now().atlas),
    statusOf: (endId) => sessions.statusOf(endId),
    endsOf(connectionId) {
      const pair = now().tunnels.get(connectionId);
      return pair && [pair.one, pair.other];
    },
    nextMomentMs: () => sessions.nextMomentMs(),
  };
}
