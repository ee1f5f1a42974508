import type { Deps } from "../../deps.ts";
import { requireActing } from "../../regions/index.ts";
import { failoverError } from "../errors.ts";
import { incidentId } from "../incident-id.ts";
import type { FailbackOrder, FailoverOrder } from "../order.ts";
import { loadIncident, loadPlan } from "./load-incident.ts";

type OrderDeps = Pick<
  Deps,
  "config" | "clock" | "ids" | "plans" | "incidents" | "health" | "workflows" | "log" | "regionId" | "regionLease"
>;

/** Starts a failover a person asked for; answers its incident. @throws ERR_REGION_STANDBY, ERR_PLAN_MISSING, ERR_MOVE_ACTIVE */
export async function orderFailover(
  deps: OrderDeps,
  groupId: string,
  by: string,
): Promise<{ readonly incidentId: string }> {
  await requireActing(deps);
  const plan = await loadPlan(deps, groupId);
  const active = await deps.incidents.findActive(plan.groupId);
  if (active)
    throw failoverError(
      "ERR_MOVE_ACTIVE",
      `incident ${active.id} of group ${groupId} is ${active.status}; fail it back first`,
      { groupId, incidentId: active.id },
    );
  const id = incidentId(groupId, `m${deps.clock.nowMs().toString(36)}`);
  const order: FailoverOrder = {
    incidentId: id,
    groupId: plan.groupId,
    trigger: { kind: "manual", pathId: plan.primaryPathId, by },
    orderedAtMs: deps.clock.nowMs(),
  };
  await deps.workflows.start("failover", id, order);
  deps.log.info("failover ordered by a person", { incidentId: id, groupId, by });
  return { incidentId: id };
}

/** Starts a fail back a person asked for, without the stable window. @throws ERR_REGION_STANDBY, ERR_INCIDENT_MISSING, ERR_MOVE_NONE */
export async function orderFailback(
  deps: OrderDeps,
  wanted: string,
  by: string,
): Promise<{ readonly incidentId: string }> {
  await requireActing(deps);
  const incident = await loadIncident(deps, wanted);
  if (incident.status !== "moved")
    throw failoverError("ERR_MOVE_NONE", `incident ${wanted} is ${incident.status}: there is nothing to move back`, {
      incidentId: wanted,
    });
  const order: FailbackOrder = {
    incidentId: incident.id,
    groupId: incident.groupId,
    isManual: true,
    epoch: 0,
    waitSeconds: 0,
  };
  await deps.workflows.start(
    "failback",
    `fb-${incident.id.slice("fo-".length)}-m${deps.clock.nowMs().toString(36)}`,
    order,
  );
  deps.log.info("fail back ordered by a person", { incidentId: incident.id, by });
  return { incidentId: incident.id };
}
