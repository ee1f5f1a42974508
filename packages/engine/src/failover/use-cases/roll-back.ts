import type { Deps } from "../../deps.ts";
import { requireActing } from "../../regions/index.ts";
import { failoverError } from "../errors.ts";
import { changesTo } from "../make-plan.ts";
import type { UndoStep } from "../order.ts";
import { leaseKey } from "./acquire-lease.ts";
import { loadIncident, loadPlan } from "./load-incident.ts";
import { readBack } from "./read-back.ts";
import { pair } from "./snapshot-routes.ts";

/**
 * Puts back every route of a move that could not be proven, in reverse order, and reads it back. The kill switch does
 * not stop an undo: it stops Skylane from changing the world, not from cleaning up. @throws ERR_FENCE_STALE, ERR_REGION_STANDBY,
 * ERR_ROUTE_NOT_CONVERGED, and what the cloud says
 */
export async function rollBack(
  deps: Pick<
    Deps,
    "clock" | "plans" | "incidents" | "leases" | "steering" | "log" | "config" | "regionId" | "regionLease"
  >,
  step: UndoStep,
): Promise<{ readonly restoredCount: number }> {
  const [incident, plan] = await Promise.all([loadIncident(deps, step.incidentId), loadPlan(deps, step.groupId)]);
  if (!(await deps.leases.admit(leaseKey(step.groupId), step.fence)))
    throw failoverError(
      "ERR_FENCE_STALE",
      `a newer holder of the lease on ${step.groupId} has acted; its routes are left alone`,
      { groupId: step.groupId },
    );
  const changes = [...pair(changesTo(plan, incident.toPathId), incident.preImages)].reverse();
  for (const { change, before } of changes) {
    await requireActing(deps);
    await deps.steering.actuator(change.actuator).restore(change, before);
  }
  await readBack(deps, { incidentId: step.incidentId, groupId: step.groupId, expect: "restored" });
  deps.log.warn("failover rolled back", { incidentId: step.incidentId, groupId: step.groupId, reason: step.reason });
  return { restoredCount: changes.length };
}
