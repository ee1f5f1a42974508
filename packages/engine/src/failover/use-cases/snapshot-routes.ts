import type { PreImage, RouteChange } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { withLine } from "../incident-steps.ts";
import { changesTo } from "../make-plan.ts";
import type { IncidentStep } from "../order.ts";
import { storeOverride } from "./keep-override.ts";
import { loadIncident, loadPlan } from "./load-incident.ts";

/** A change with what was there before it, in the order they are applied. */
export interface PlannedChange {
  readonly change: RouteChange;
  readonly before: PreImage;
}

/**
 * Reads and stores the pre-image of every change of the plan, before the first write, and the override that
 * the watchdog would undo them by. Taken once: a repeated step answers the stored ones. @throws ERR_OVERRIDE_ACTIVE
 */
export async function snapshotRoutes(
  deps: Pick<Deps, "config" | "clock" | "plans" | "incidents" | "overrides" | "steering">,
  step: IncidentStep,
): Promise<{ readonly changes: readonly PlannedChange[] }> {
  const [incident, plan] = await Promise.all([loadIncident(deps, step.incidentId), loadPlan(deps, step.groupId)]);
  const changes = changesTo(plan, incident.toPathId);
  const isTaken = incident.preImages.length > 0;
  const preImages = isTaken ? incident.preImages : await takePreImages(deps, step, changes);
  if (!isTaken)
    await deps.incidents.save(
      withLine(
        { ...incident, preImages: [...preImages] },
        deps.clock.nowMs(),
        `stored what ${preImages.length} routes were before`,
      ),
    );
  const planned = pair(changes, preImages);
  await storeOverride(deps, incident, planned);
  return { changes: planned };
}

/** What the override of this very move holds already, where its incident was lost with its Region; else what is there now. */
async function takePreImages(
  deps: Pick<Deps, "overrides" | "steering">,
  step: IncidentStep,
  changes: readonly RouteChange[],
): Promise<readonly PreImage[]> {
  const held = await deps.overrides.find(step.groupId);
  if (held?.incidentId === step.incidentId) return held.changes.map(({ before }) => before);
  return Promise.all(changes.map((change) => deps.steering.actuator(change.actuator).snapshot(change)));
}

/** Changes with their pre-images; a change without one is left out, for it cannot be undone. */
export const pair = (changes: readonly RouteChange[], preImages: readonly PreImage[]): readonly PlannedChange[] =>
  changes.flatMap((change) => {
    const before = preImages.find((preImage) => preImage.changeId === change.id);
    return before ? [{ change, before }] : [];
  });
