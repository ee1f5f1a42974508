import type { Incident, RouteChange } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { readPathAlarms } from "../../health/index.ts";
import type { FailbackDecision } from "../decide-failback.ts";
import { decideFailback } from "../decide-failback.ts";
import { changesTo } from "../make-plan.ts";
import type { FailbackOrder } from "../order.ts";
import { isFresh } from "../sighting.ts";
import { loadIncident, loadPlan } from "./load-incident.ts";
import { readKillSwitch } from "./read-kill-switch.ts";
import { readPathOrders } from "./read-path-orders.ts";
import type { PlannedChange } from "./snapshot-routes.ts";
import { pair } from "./snapshot-routes.ts";

type FactDeps = Pick<
  Deps,
  "config" | "clock" | "plans" | "incidents" | "killSwitch" | "pathOverrides" | "health" | "alarms" | "log"
>;

/** Decides whether to fail back now; with `go`, the changes to undo, the last applied first. */
export async function checkFailback(
  deps: FactDeps,
  order: FailbackOrder,
): Promise<FailbackDecision & { readonly changes: readonly PlannedChange[] }> {
  const { decision, incident, changes } = await decideFailbackByFacts(deps, order);
  deps.log.info("fail back decided", { incidentId: incident.id, groupId: incident.groupId, ...decision });
  return { ...decision, changes: [...pair(changes, incident.preImages)].reverse() };
}

/** Reads everything the decision rests on, and decides. */
export async function decideFailbackByFacts(
  deps: FactDeps,
  order: FailbackOrder,
): Promise<{
  readonly decision: FailbackDecision;
  readonly incident: Incident;
  readonly changes: readonly RouteChange[];
}> {
  const [incident, plan, health, isStopped, orders, alarms] = await Promise.all([
    loadIncident(deps, order.incidentId),
    loadPlan(deps, order.groupId),
    deps.health.list(),
    readKillSwitch(deps),
    readPathOrders(deps),
    readPathAlarms(deps),
  ]);
  const nowMs = deps.clock.nowMs();
  const ofPrimary = health.filter(({ pathId }) => pathId === incident.fromPathId);
  const fresh = ofPrimary.filter((record) => isFresh(record, nowMs));
  const changes = changesTo(plan, incident.toPathId);
  const decision = decideFailback({
    nowMs,
    order,
    incident,
    health: fresh,
    isStopped,
    isSilent: ofPrimary.length > 0 && fresh.length === 0,
    orders,
    alarms,
    isPlannedOnly: changes.some((change) => change.isPlannedOnly),
  });
  return { decision, incident, changes };
}
