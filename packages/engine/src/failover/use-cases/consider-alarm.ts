import type { ConnectionGroup, LinkAlarm, PathHealthRecord } from "@skylane/core";
import { fnv1a64 } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { isDownAlarm } from "../../health/index.ts";
import { isDisputed } from "../alarm-witness.ts";
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
export async function considerAlarm(deps: AlarmDeps, alarm: LinkAlarm): Promise<readonly AlarmConsideration[]> {
  const considered: AlarmConsideration[] = [];
  for (const group of deps.config.groups)
    if (group.paths.some(({ connectionId }) => alarm.connectionIds.includes(connectionId)))
      considered.push(await consider(deps, group, alarm));
  deps.log.info("alarm considered", { cloud: alarm.cloud, alarmId: alarm.alarmId, kind: alarm.kind, considered });
  return considered;
}

async function consider(deps: AlarmDeps, group: ConnectionGroup, alarm: LinkAlarm): Promise<AlarmConsideration> {
  if (!alarm.isRaised || !isDownAlarm(alarm)) return { kind: "ignored", because: "not-down" };
  const primaryPathId = (await deps.plans.find(group.id))?.primaryPathId ?? group.paths[0]?.id;
  const primary = group.paths.find(({ id }) => id === primaryPathId);
  if (!primary || !alarm.connectionIds.includes(primary.connectionId))
    return { kind: "ignored", because: "not-primary" };
  if (await deps.incidents.findActive(group.id)) return { kind: "ignored", because: "already-handled" };

  const witness = await worstOfDispute(deps, primary.id);
  if (!witness) return { kind: "ignored", because: "not-disputed" };
  const { pathId, vantageId, health } = witness;
  if (deps.clock.nowMs() - health.sinceMs > deps.config.failover.orderMaxAgeMs)
    return { kind: "ignored", because: "too-old" };
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
