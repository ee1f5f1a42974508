import type { FailoverPlan, PlanUpdated, RouteChange } from "@skylane/core";
import { fnv1a64 } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { chooseProofFlows, moveRequests, planContent } from "../make-plan.ts";

/**
 * Turns a choice of paths into the stored failover plan of its group: the pair of route changes and the flows that will
 * prove them. Static stability: at the moment of failure this is read, not computed. A plan being executed is not replaced.
 * A choice for a group that is no more comes late: nothing is stored.
 */
export async function storePlan(
  deps: Pick<Deps, "config" | "clock" | "plans" | "incidents" | "steering" | "log">,
  choice: PlanUpdated,
): Promise<FailoverPlan | undefined> {
  const group = deps.config.groups.find(({ id }) => id === choice.groupId);
  if (!group) {
    deps.log.warn("plan of a group that is no more not stored", { groupId: choice.groupId });
    return undefined;
  }
  const changesFor = (pathId: string | undefined): RouteChange[] =>
    moveRequests(group, choice, deps.config.networks, pathId).flatMap((request) => [
      ...deps.steering.actuator(request.actuator).plan(request),
    ]);
  const { sparePathIds, ...chosen } = choice;
  const changes = changesFor(choice.backupPathId);
  const spares = sparePathIds.map((pathId) => ({ pathId, changes: changesFor(pathId) }));
  const proofFlowIds = chooseProofFlows(deps.config.flows, group.id);
  const hash = fnv1a64(planContent(choice, changes, spares, proofFlowIds));

  const [stored, active] = await Promise.all([deps.plans.find(group.id), deps.incidents.findActive(group.id)]);
  if (stored && (stored.hash === hash || active)) return stored;
  const plan: FailoverPlan = { ...chosen, hash, computedAtMs: deps.clock.nowMs(), changes, spares, proofFlowIds };
  await deps.plans.save(plan);
  deps.log.info("failover plan stored", { groupId: group.id, hash, changeCount: changes.length });
  return plan;
}
