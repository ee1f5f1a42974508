import type { Deps } from "../../deps.ts";
import type { FailbackDecision } from "../decide-failback.ts";
import { decideFailback } from "../decide-failback.ts";
import { changesTo } from "../make-plan.ts";
import type { FailbackOrder } from "../order.ts";
import { loadIncident, loadPlan } from "./load-incident.ts";
import type { PlannedChange } from "./snapshot-routes.ts";
import { pair } from "./snapshot-routes.ts";

/** Decides whether to fail back now; with `go`, the changes to undo, the last applied first. */
export async function checkFailback(
  deps: Pick<Deps, "config" | "clock" | "plans" | "incidents" | "killSwitch" | "health" | "log">,
  order: FailbackOrder,
): Promise<FailbackDecision & { readonly changes: readonly PlannedChange[] }> {
  const [incident, plan, health, killSwitch] = await Promise.all([
    loadIncident(deps, order.incidentId),
    loadPlan(deps, order.groupId),
    deps.health.list(),
    deps.killSwitch.read(),
  ]);
  const decision = decideFailback({ order, incident, health, isStopped: killSwitch.isStopped });
  deps.log.info("fail back decided", { incidentId: incident.id, groupId: incident.groupId, ...decision });
  return { ...decision, changes: [...pair(changesTo(plan, incident.toPathId), incident.preImages)].reverse() };
}
