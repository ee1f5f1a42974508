import type { PreImage, RouteChange } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { withLine } from "../incident-steps.ts";
import { changesTo } from "../make-plan.ts";
import type { IncidentStep } from "../order.ts";
import { loadIncident, loadPlan } from "./load-incident.ts";

/** A change with what was there before it, in the order they are applied. */
export interface PlannedChange {
  readonly change: RouteChange;
  readonly before: PreImage;
}

/** Reads and stores the pre-image of every change of the plan, before the first write. Taken once: a repeated step answers the stored ones. */
export async function snapshotRoutes(
  deps: Pick<Deps, "clock" | "plans" | "incidents" | "steering">,
  step: IncidentStep,
): Promise<{ readonly changes: readonly PlannedChange[] }> {
  const [incident, plan] = await Promise.all([loadIncident(deps, step.incidentId), loadPlan(deps, step.groupId)]);
  const changes = changesTo(plan, incident.toPathId);
  if (incident.preImages.length > 0) return { changes: pair(changes, incident.preImages) };
  const preImages = await Promise.all(
    changes.map((change) => deps.steering.actuator(change.actuator).snapshot(change)),
  );
  await deps.incidents.save(
    withLine({ ...incident, preImages }, deps.clock.nowMs(), `stored what ${preImages.length} routes were before`),
  );
  return { changes: pair(changes, preImages) };
}

/** Changes with their pre-images; a change without one is left out, for it cannot be undone. */
export const pair = (changes: readonly RouteChange[], preImages: readonly PreImage[]): readonly PlannedChange[] =>
  changes.flatMap((change) => {
    const before = preImages.find((preImage) => preImage.changeId === change.id);
    return before ? [{ change, before }] : [];
  });
