import type { ConnectionGroup, Incident, PathHealthRecord } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { epochName, incidentId } from "../incident-id.ts";
import type { FailoverOrder } from "../order.ts";
import { isFresh } from "../sighting.ts";
import { decideByFacts } from "./check-guards.ts";
import { recentIncidents } from "./recent-incidents.ts";

type ReconsiderDeps = Pick<
  Deps,
  | "config"
  | "clock"
  | "plans"
  | "incidents"
  | "killSwitch"
  | "pathOverrides"
  | "health"
  | "alarms"
  | "workflows"
  | "log"
>;

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/**
 * A move that was refused is begun again once nothing that is stored holds it any more, if its primary path is
 * still bad. A path that stays down sends no second event, and what held the move passes: the backup comes up, the kill switch
 * is lifted, a damped group may move again. Where guards that ask the network refuse it once more, the pause doubles up to a
 * quarter of an hour. Answers the incidents that were begun; safe to repeat.
 */
export async function reconsiderRefused(
  deps: ReconsiderDeps,
  health: readonly PathHealthRecord[],
): Promise<readonly Incident["id"][]> {
  const nowMs = deps.clock.nowMs();
  const bad = health.filter((record) => isBad(deps, record) && isFresh(record, nowMs));
  const groups = deps.config.groups.filter(({ paths }) =>
    bad.some(({ pathId }) => paths.some(({ id }) => id === pathId)),
  );
  if (groups.length === 0) return [];
  const recent = await recentIncidents(deps);
  const begun: Incident["id"][] = [];
  for (const group of groups) {
    const own = recent.filter(({ groupId }) => groupId === group.id);
    const [last] = own;
    const record = last && bad.find(({ pathId }) => pathId === last.fromPathId && last.trigger.kind === "path-state");
    if (!record || last?.status !== "refused") continue;
    if (nowMs - (last.closedAtMs ?? last.openedAtMs) < pauseMs(own)) continue;
    const order = orderOf(group, record, last, nowMs);
    const plan = await deps.plans.find(group.id);
    const decision = await decideByFacts(deps, order, plan, { isRepairedByRouting: false });
    if (decision.kind !== "switch") continue;
    if ((await deps.workflows.start("failover", order.incidentId, order)) !== "started") continue;
    deps.log.warn("a move that was refused is begun again", { groupId: group.id, was: last.id, is: order.incidentId });
    begun.push(order.incidentId);
  }
  return begun;
}

const isBad = ({ config }: ReconsiderDeps, { health: { state } }: PathHealthRecord): boolean =>
  (state === "down" || state === "degraded") && config.failover.on.includes(state);

/** Of a group's incidents, the newest first: doubles with every refusal in a row. */
function pauseMs(own: readonly Incident[]): number {
  const other = own.findIndex(({ status }) => status !== "refused");
  const againCount = (other < 0 ? own.length : other) - 1;
  return Math.min(FIRST_PAUSE_MS * 2 ** againCount, LONGEST_PAUSE_MS);
}

/** Named after the minute: two that consider it at once begin one move. */
function orderOf(
  group: ConnectionGroup,
  { pathId, vantageId, health }: PathHealthRecord,
  last: Incident,
  nowMs: number,
): FailoverOrder {
  const { state, epoch } = health;
  return {
    incidentId: incidentId(
      group.id,
      `${epochName(group, { pathId, vantageId, epoch })}-again-${Math.floor(nowMs / 60_000).toString(36)}`,
    ),
    groupId: group.id,
    trigger: { kind: "path-state", pathId, vantageId, state, epoch },
    orderedAtMs: nowMs,
    again: last.id,
  };
}
