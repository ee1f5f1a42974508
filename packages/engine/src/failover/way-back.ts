import type { ConnectionGroup, FailoverPlan, Incident, PathId } from "@skylane/core";
import { targetsOf } from "./make-plan.ts";

/** How a group's traffic gets to the path over a link: by moving it back, by moving it there, or not by an order. */
export type WayBack =
  | { readonly kind: "fail-back"; readonly incident: Incident; readonly fromPathId: PathId; readonly toPathId: PathId }
  | { readonly kind: "failover"; readonly fromPathId: PathId; readonly toPathId: PathId }
  | { readonly kind: "none"; readonly why: string };

/** Which order brings a group to a link, by its stored plan and the move that stands (`undefined` = none); pure. */
export function wayBackTo(
  connectionId: string,
  group: ConnectionGroup,
  plan: FailoverPlan | undefined,
  standing: Incident | undefined,
): WayBack {
  const none = (why: string): WayBack => ({ kind: "none", why });
  const own = group.paths.filter((path) => path.connectionId === connectionId).map(({ id }) => id);
  if (own.length === 0) return none(`no path of group ${group.id} runs over ${connectionId}; declare one to steer by`);
  if (!plan)
    return none(`no failover plan is stored for group ${group.id} yet; it is computed at start and every hour`);
  if (standing) {
    if (standing.status !== "moved")
      return none(`incident ${standing.id} of group ${group.id} is ${standing.status}: wait for its end`);
    const { fromPathId, toPathId } = standing;
    if (own.includes(fromPathId))
      return { kind: "fail-back", incident: standing, fromPathId: toPathId ?? fromPathId, toPathId: fromPathId };
    if (toPathId !== undefined && own.includes(toPathId))
      return none(
        `incident ${standing.id} has moved group ${group.id} to ${toPathId} already; flows that are not there are led elsewhere by routes of others`,
      );
    return none(
      `incident ${standing.id} has moved group ${group.id} from ${fromPathId} to ${toPathId ?? "another path"}: fail it back first, and look again`,
    );
  }
  if (own.includes(plan.primaryPathId))
    return none(
      `group ${group.id} is on ${plan.primaryPathId} as far as Skylane moved it: routes were changed by others. Take back what changed; "skylane paths export" writes what routing is to be told`,
    );
  const target = targetsOf(plan).find((pathId) => own.includes(pathId));
  if (target === undefined) {
    const ruled = plan.ruledOut.find(({ pathId }) => own.includes(pathId));
    return none(
      ruled
        ? `policy rules ${ruled.pathId} out for group ${group.id}: ${ruled.rule}`
        : `the plan of group ${group.id} leads to no path over ${connectionId}`,
    );
  }
  return { kind: "failover", fromPathId: plan.primaryPathId, toPathId: target };
}
