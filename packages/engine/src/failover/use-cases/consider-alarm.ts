import type { ConnectionGroup, LinkAlarm, PathHealthRecord } from "@skylane/core";
import { fnv1a64 } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { type PathAlarm, pathAlarms } from "../../health/index.ts";
import { downAlarmOn, isDisputed } from "../alarm-witness.ts";
import { epochName, incidentId } from "../incident-id.ts";
import { fateOfVantages, voteOn } from "../quorum.ts";
import { isFresh, sightingOf } from "../sighting.ts";
import type { Consideration } from "./consider-failover.ts";

type AlarmDeps = Pick<Deps, "config" | "clock" | "plans" | "incidents" | "health" | "workflows" | "log">;

/** What became of an alarm, for each group whose primary it is about. */
export type AlarmConsideration =
  | Consideration
  | { readonly kind: "ignored"; readonly because: "not-down" | "not-disputed" };

/**
 * Has the guards asked once more, where a cloud says that a primary is down of which the vantages do not agree: its word mostly
 * comes after they were asked. The order is the probes' own, as old as what they saw; without a dispute between them nothing begins.
 */
export async function considerAlarm(
  deps: AlarmDeps,
  { connectionIds, ...alarm }: LinkAlarm,
): Promise<readonly AlarmConsideration[]> {
  const alarms = pathAlarms(
    connectionIds.map((connectionId) => ({ connectionId, alarms: [alarm] })),
    deps.config,
  );
  const considered: AlarmConsideration[] = [];
  for (const group of deps.config.groups)
    if (group.paths.some(({ id }) => alarms.some(({ pathId }) => pathId === id)))
      considered.push(await consider(deps, group, alarms));
  const { cloud, alarmId, kind } = alarm;
  deps.log.info("alarm considered", { cloud, alarmId, kind, considered });
  return considered;
}

async function consider(
  deps: AlarmDeps,
  group: ConnectionGroup,
  alarms: readonly PathAlarm[],
): Promise<AlarmConsideration> {
  const primaryPathId = (await deps.plans.find(group.id))?.primaryPathId ?? group.paths[0]?.id ?? "";
  if (!alarms.some(({ pathId }) => pathId === primaryPathId)) return { kind: "ignored", because: "not-primary" };
  const maxAgeMs = deps.config.failover.orderMaxAgeMs;
  const alarm = downAlarmOn(primaryPathId, { alarms, nowMs: deps.clock.nowMs(), maxAgeMs });
  if (!alarm) return { kind: "ignored", because: "not-down" };
  if (await deps.incidents.findActive(group.id)) return { kind: "ignored", because: "already-handled" };

  const witness = await worstOfDispute(deps, primaryPathId);
  if (!witness) return { kind: "ignored", because: "not-disputed" };
  const { pathId, vantageId, health } = witness;
  if (deps.clock.nowMs() - health.sinceMs > maxAgeMs) return { kind: "ignored", because: "too-old" };
  const name = `${epochName(group, { pathId, vantageId, epoch: health.epoch })}:${alarm.cloud}:${alarm.alarmId}`;
  const id = incidentId(group.id, `a${fnv1a64(name).slice(0, 8)}`);
  const input = {
    incidentId: id,
    groupId: group.id,
    trigger: { kind: "path-state", pathId, vantageId, state: health.state, epoch: health.epoch },
    orderedAtMs: health.sinceMs,
  };
  const started = await deps.workflows.start("failover", id, input);
  return started === "started" ? { kind: "started", incidentId: id } : { kind: "ignored", because: "already-handled" };
}

/** The newest record of a vantage that sees a path at its worst, if the vantages do not agree on it. */
async function worstOfDispute(
  { config, clock, health }: Pick<Deps, "config" | "clock" | "health">,
  pathId: string,
): Promise<PathHealthRecord | undefined> {
  const records = (await health.list()).filter((record) => record.pathId === pathId && isFresh(record, clock.nowMs()));
  const seen = records.map((record) => sightingOf(record, config.thresholds));
  if (!isDisputed(voteOn(pathId, seen, fateOfVantages(config), config.failover.quorumRatio))) return undefined;
  const bad = config.failover.on.flatMap((state) => records.filter((record) => record.health.state === state));
  return bad.sort(
    (a, b) =>
      Number(b.health.state === "down") - Number(a.health.state === "down") || b.health.sinceMs - a.health.sinceMs,
  )[0];
}
