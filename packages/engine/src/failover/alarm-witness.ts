import type { VantageId } from "@skylane/core";
import { isDownAlarm, type PathAlarm, windowOf } from "../health/index.ts";
import { type SharedFate, type Vote, voteOn } from "./quorum.ts";
import { type Sighting, worstState } from "./sighting.ts";

/** What may be heard of alarms, and until when. */
export interface Hearing {
  readonly alarms: readonly PathAlarm[];
  readonly nowMs: number;
  /** Older alarms describe a world that is gone, as older orders do. */
  readonly maxAgeMs: number;
}

/** An alarm by which a cloud says right now that its end of a path carries nothing; one that is stale, cleared or of the future says nothing. */
export const downAlarmOn = (pathId: string, { alarms, nowMs, maxAgeMs }: Hearing): PathAlarm | undefined =>
  alarms.find(
    (alarm) =>
      alarm.pathId === pathId &&
      alarm.isRaised &&
      isDownAlarm(alarm) &&
      alarm.atMs <= nowMs &&
      nowMs - alarm.atMs <= maxAgeMs,
  );

/** True if the vantages do not agree whether a path is down. */
export const isDisputed = ({ state, isDownForSome }: Vote): boolean =>
  state === "split" || (state === "degraded" && isDownForSome);

/**
 * The vote with the word of the clouds, which is asked for only where the vantages do not agree whether a path is down. It seconds
 * the worst that one of them sees, as a vantage that shares nobody's fate; all alarms of a path together are that one voice. So an
 * alarm can settle a dispute between probes, and can begin none.
 */
export function secondedByAlarm(
  vote: Vote,
  pathId: string,
  seen: readonly Sighting[],
  hearing: Hearing,
  rule: { readonly fates: ReadonlyMap<string, SharedFate>; readonly quorumRatio: number },
): Vote {
  const alarm = isDisputed(vote) ? downAlarmOn(pathId, hearing) : undefined;
  if (!alarm) return vote;
  const voice: Sighting = {
    pathId: alarm.pathId,
    // no vantage can be called so: there is a space in it
    vantageId: `${alarm.cloud} (${alarm.kind} alarm)` as VantageId,
    state: worstState(seen, pathId),
    sinceMs: alarm.atMs,
    isClean: false,
  };
  return voteOn(pathId, [...seen, voice], rule.fates, rule.quorumRatio);
}

/** The maintenance that is in force on a path, if any. */
export const maintenanceOn = (
  pathId: string,
  { alarms, nowMs }: Pick<Hearing, "alarms" | "nowMs">,
): PathAlarm | undefined =>
  alarms.find((alarm) => {
    const [fromMs, toMs] = windowOf(alarm);
    return (
      alarm.pathId === pathId &&
      alarm.kind === "maintenance" &&
      alarm.isRaised &&
      alarm.atMs <= nowMs &&
      fromMs <= nowMs &&
      nowMs < toMs
    );
  });
