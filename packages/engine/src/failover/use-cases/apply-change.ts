import type { Deps } from "../../deps.ts";
import { requireActing } from "../../regions/index.ts";
import { failoverError } from "../errors.ts";
import type { ChangeStep } from "../order.ts";
import { leaseKey } from "./acquire-lease.ts";
import { requireOverride } from "./keep-override.ts";

type ActuationDeps = Pick<
  Deps,
  "config" | "clock" | "killSwitch" | "leases" | "overrides" | "steering" | "regionId" | "regionLease" | "log"
>;

/** Applies one change of the plan. @throws ERR_ACTUATION_STOPPED, ERR_REGION_STANDBY, ERR_FENCE_STALE, ERR_OVERRIDE_ENDED, and what the cloud says */
export async function applyChange(
  deps: ActuationDeps,
  step: ChangeStep,
): Promise<{ readonly outcome: "applied" | "already" }> {
  await admit(deps, step);
  await requireOverride(deps, step);
  const outcome = await deps.steering.actuator(step.change.actuator).apply(step.change);
  deps.log.info("route change applied", { incidentId: step.incidentId, changeId: step.change.id, outcome });
  return { outcome };
}

/** Undoes one change for fail back. @throws ERR_ACTUATION_STOPPED, ERR_REGION_STANDBY, ERR_FENCE_STALE, and what the cloud says */
export async function restoreChange(
  deps: ActuationDeps,
  step: ChangeStep,
): Promise<{ readonly outcome: "restored" | "already" }> {
  await admit(deps, step);
  const outcome = await deps.steering.actuator(step.change.actuator).restore(step.change, step.before);
  deps.log.info("route change restored", { incidentId: step.incidentId, changeId: step.change.id, outcome });
  return { outcome };
}

/** Kill switch, fence and which Region acts, read strongly immediately before the write. */
async function admit(deps: ActuationDeps, step: ChangeStep): Promise<void> {
  const details = { incidentId: step.incidentId, groupId: step.groupId, changeId: step.change.id };
  const [killSwitch, isAdmitted] = await Promise.all([
    deps.killSwitch.read(),
    deps.leases.admit(leaseKey(step.groupId), step.fence),
    requireActing(deps),
  ]);
  if (killSwitch.isStopped)
    throw failoverError(
      "ERR_ACTUATION_STOPPED",
      `the kill switch is on (${killSwitch.reason ?? "no reason given"}); nothing was changed`,
      details,
    );
  if (!isAdmitted)
    throw failoverError(
      "ERR_FENCE_STALE",
      `a newer holder of the lease on ${step.groupId} has acted; nothing was changed`,
      details,
    );
}
