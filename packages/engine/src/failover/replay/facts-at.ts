import type { ConnectionGroup, FailoverPlan, Incident, PathHealthRecord, SkylaneConfig } from "@skylane/core";
import { measureMove } from "../approval/measure-move.ts";
import { capacityOf } from "../capacity.ts";
import type { FailoverFacts } from "../decide-failover.ts";
import { fateOfVantages } from "../quorum.ts";
import { sightings } from "../sighting.ts";
import { whereabouts } from "../whereabouts.ts";
import type { ReplayPolicy } from "./replay.ts";

/** A moment of the past in which a decision would have been asked for. */
export interface Moment {
  readonly nowMs: number;
  /** The path's record when it took the state that asked for it. */
  readonly cause: PathHealthRecord;
  readonly config: SkylaneConfig;
  readonly group: ConnectionGroup;
  readonly plan: FailoverPlan | undefined;
  readonly policy: ReplayPolicy;
  readonly health: readonly PathHealthRecord[];
  /** Of the group, newest first. */
  readonly history: readonly Incident[];
  readonly isRepairedByRouting: boolean;
}

/** The one place where facts of the past are made. The kill switch is taken to be off: its history is not recorded; and every other group to be on its primary. */
export function factsAt({ cause, config, group, policy, health, nowMs, ...rest }: Moment): FailoverFacts {
  const { pathId, vantageId } = cause;
  const { state, epoch, sinceMs } = cause.health;
  const { thresholds } = policy;
  const seen = sightings(health, { kind: "path-state", pathId, vantageId, state, epoch }, sinceMs, {
    nowMs,
    thresholds,
  });
  return {
    ...rest,
    nowMs,
    order: { kind: "path-state", orderedAtMs: sinceMs },
    automation: group.automation,
    settings: policy.failover,
    isStopped: false,
    sightings: seen,
    fates: fateOfVantages(config),
    capacity: capacityOf(group, config, whereabouts(group, config, [], seen)),
    radius: measureMove(group, config.flows, new Set()),
  };
}
