import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import type { GoogleCompute } from "./google-compute.ts";
import { DrainedMed, planSessionChange, RegionSettings } from "./plan-session-change.ts";
import {
  conflict,
  DEFAULT_PRIORITY,
  PRIORITY_STEP,
  priorityOf,
  routerSessions,
  type Session,
  SessionHandle,
  sessionIn,
} from "./router-sessions.ts";

const Settings = RegionSettings.extend({
  /** What the session to leave announces with while traffic is away from it. */
  drainedPriority: DrainedMed,
});

/**
 * Takes traffic TOWARDS Google off a BGP session: the Cloud Router announces over it with a worse MED, and the other side
 * answers over the best. It holds for all that is announced over the session, so there is one change whatever the number of
 * prefixes. The other side must compare MED: sessions with one neighbor AS, no local preference of its own (clouds.md 5.4, G1).
 */
export function routerPriority(google: GoogleCompute): Actuator {
  const sessions = routerSessions(google);
  /** True where the session announces nothing, or all with that priority and what Google adds for another Region. */
  const announcesWith = async (change: RouteChange, priority: number): Promise<boolean> =>
    (await sessions.routes(change, "ADVERTISED")).every(({ med }) => med >= priority && med < priority + PRIORITY_STEP);
  const isAt = async (change: RouteChange, priority: number): Promise<boolean> =>
    priorityOf(sessionIn(change, await sessions.list(change))) === priority && (await announcesWith(change, priority));

  return {
    id: "gcp.router-priority",
    settings: Settings,
    handle: SessionHandle,
    plan: planRouterPriority,

    async snapshot(change) {
      const { advertisedRoutePriority: present } = sessionIn(change, await sessions.list(change));
      return { changeId: change.id, state: present == null ? {} : { advertisedRoutePriority: String(present) } };
    },
    async apply(change) {
      const { routerName, otherRouterName, otherPeerName } = change.target;
      const far = otherRouterName === routerName ? undefined : await sessions.list(change, otherRouterName);
      const seen = await sessions.list(change);
      const own = sessionIn(change, seen);
      if (priorityOf(own) === desiredOf(change)) return "already";
      refuseIfTooClose(change, priorityOf(sessionIn(change, far ?? seen, otherPeerName, otherRouterName)));
      await sessions.edit(change, seen, withPriority(own, desiredOf(change)));
      return "applied";
    },
    isApplied: (change) => isAt(change, desiredOf(change)),
    async restore(change, before) {
      const seen = await sessions.list(change);
      const own = sessionIn(change, seen);
      const wanted = priorityBefore(before);
      if (priorityOf(own) === (wanted ?? DEFAULT_PRIORITY)) return "already";
      // Neither ours nor what was before: somebody changed it meanwhile.
      if (priorityOf(own) !== desiredOf(change))
        throw conflict(change, `${own.name} now has priority ${priorityOf(own)}, which Skylane did not set`);
      await sessions.edit(change, seen, withPriority(own, wanted));
      return "restored";
    },
    isRestored: (change, before) => isAt(change, priorityBefore(before) ?? DEFAULT_PRIORITY),
  };
}

function planRouterPriority(request: MoveRequest): readonly RouteChange[] {
  const { drainedPriority, ...region } = Settings.parse(request.settings);
  return planSessionChange(request, region, {
    actuator: "gcp.router-priority",
    desired: { advertisedRoutePriority: drainedPriority },
    summaryOf: ({ routerName, peerName, otherPeerName }) =>
      `on ${routerName} (${region.regionId}) announce with priority ${drainedPriority} over ${peerName}, so that ${request.prefixes.join(", ")} is answered over ${otherPeerName}`,
  });
}

const desiredOf = ({ desired }: RouteChange): number => Number(desired.advertisedRoutePriority);

function priorityBefore({ state }: PreImage): number | undefined {
  const text = state?.advertisedRoutePriority;
  return text === undefined ? undefined : Number(text);
}

/** The session with that priority; `undefined` = with none set, as Google's default has it. */
function withPriority({ advertisedRoutePriority: _before, ...session }: Session, priority?: number): Session {
  return priority === undefined ? session : { ...session, advertisedRoutePriority: priority };
}

/** @throws ERR_ACTUATOR_UNKNOWN where the session to take would not be better by a whole step */
function refuseIfTooClose(change: RouteChange, otherPriority: number): void {
  if (desiredOf(change) - otherPriority >= PRIORITY_STEP) return;
  throw cloudError(
    "ERR_ACTUATOR_UNKNOWN",
    `${change.id}: priority ${desiredOf(change)} is not ${PRIORITY_STEP} above the ${otherPriority} of ${change.target.otherPeerName}; raise drainedPriority, or lower that session's own`,
    { changeId: change.id, otherPriority },
  );
}
