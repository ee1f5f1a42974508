import type { Deps } from "../../deps.ts";
import { failoverError } from "../errors.ts";
import { changesTo } from "../make-plan.ts";
import type { ExpectStep } from "../order.ts";
import { loadIncident, loadPlan } from "./load-incident.ts";
import { pair } from "./snapshot-routes.ts";

const DEADLINE_MS = 10_000; // clouds show a route 1-15 s after the write (clouds.md 3.5); the workflow asks again after that
const FIRST_PAUSE_MS = 25;

/** Asks the control planes until every change shows as expected. @throws ERR_ROUTE_NOT_CONVERGED */
export async function readBack(
  deps: Pick<Deps, "clock" | "plans" | "incidents" | "steering">,
  step: ExpectStep,
): Promise<{ readonly confirmedCount: number }> {
  const [incident, plan] = await Promise.all([loadIncident(deps, step.incidentId), loadPlan(deps, step.groupId)]);
  let open = pair(changesTo(plan, incident.toPathId), incident.preImages);
  const confirmedCount = open.length;
  const deadlineMs = deps.clock.monotonicMs() + DEADLINE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
    const shown = await Promise.all(
      open.map(({ change, before }) => {
        const actuator = deps.steering.actuator(change.actuator);
        return step.expect === "moved" ? actuator.isApplied(change) : actuator.isRestored(change, before);
      }),
    );
    open = open.filter((_, i) => !shown[i]);
    if (open.length === 0) return { confirmedCount };
    if (deps.clock.monotonicMs() >= deadlineMs)
      throw failoverError(
        "ERR_ROUTE_NOT_CONVERGED",
        `not ${step.expect} yet: ${open.map(({ change }) => change.id).join(", ")}`,
        {
          incidentId: step.incidentId,
          openCount: open.length,
        },
      );
    await deps.clock.sleepUntil(deps.clock.monotonicMs() + pauseMs);
  }
}
