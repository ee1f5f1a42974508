import type { DrainRequest, EventDraft, OverrideList, PathOverride, PathOverrideRequest } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { failoverError } from "../errors.ts";
import { ordersNow, targetsByOrder } from "../path-orders.ts";
import { isFresh, sightingOf, worstState } from "../sighting.ts";
import { loadPlan } from "./load-incident.ts";
import { orderFailover } from "./order-move.ts";

type OrderPathDeps = Pick<Deps, "config" | "clock" | "pathOverrides" | "publisher" | "log">;

/** Everything that holds traffic where Skylane would not have it by itself. */
export async function listOverrides(deps: Pick<Deps, "clock" | "overrides" | "pathOverrides">): Promise<OverrideList> {
  const [groupIds, orders] = await Promise.all([deps.overrides.listGroupIds(), deps.pathOverrides.list()]);
  const moves = await Promise.all(groupIds.map((groupId) => deps.overrides.find(groupId)));
  return {
    moves: moves.filter((move) => move !== undefined),
    paths: [...ordersNow(orders, deps.clock.nowMs())],
  };
}

/** Keeps a person's order for a path, or takes it back, and tells it. @throws ERR_PATH_MISSING */
export async function setPathOverride(
  deps: OrderPathDeps,
  wanted: string,
  { to, forMs, by, reason }: PathOverrideRequest & { readonly by: string },
): Promise<EventDraft<"failover.override-set.v1">["data"]> {
  const { path, group } = findPath(deps, wanted);
  const nowMs = deps.clock.nowMs();
  const about = { pathId: path.id, groupId: group.id, by, reason };
  const untilMs = nowMs + forMs;
  if (to === "auto") await deps.pathOverrides.remove(path.id);
  else await deps.pathOverrides.save({ ...about, to, setAtMs: nowMs, untilMs } satisfies PathOverride);
  const data = { ...about, to, ...(to !== "auto" && { untilMs }) };
  // told after it counts: an order that cannot be told is kept all the same
  await deps.publisher.publish([
    { type: "failover.override-set.v1", subject: path.id, epoch: 0, seq: nowMs, data } satisfies EventDraft,
  ]);
  deps.log.info("order for a path", data);
  return data;
}

/**
 * Planned maintenance: traffic of the path's group leaves it as by a manual failover, and stays off until a person moves it
 * back or the order ends. The other path is there first: nothing begins unless it is up.
 * @throws ERR_PATH_MISSING, ERR_PLAN_MISSING, ERR_MOVE_ACTIVE, ERR_BACKUP_NOT_UP
 */
export async function drainPath(
  deps: OrderPathDeps & Parameters<typeof orderFailover>[0],
  wanted: string,
  request: DrainRequest & { readonly by: string },
  personId: string,
): Promise<{ readonly incidentId?: string }> {
  const { path, group } = findPath(deps, wanted);
  const [plan, active, health, orders] = await Promise.all([
    loadPlan(deps, group.id),
    deps.incidents.findActive(group.id),
    deps.health.list(),
    deps.pathOverrides.list(),
  ]);
  if (active)
    throw failoverError(
      "ERR_MOVE_ACTIVE",
      `incident ${active.id} of group ${group.id} is ${active.status}; fail it back first`,
      { groupId: group.id, incidentId: active.id },
    );
  const isCarrying = plan.primaryPathId === path.id;
  const nowMs = deps.clock.nowMs();
  const seen = health
    .filter((record) => isFresh(record, nowMs))
    .map((record) => sightingOf(record, deps.config.thresholds));
  const targets = targetsByOrder(plan, ordersNow(orders, nowMs)).filter((pathId) => pathId !== path.id);
  if (isCarrying && !targets.some((pathId) => worstState(seen, pathId) === "up"))
    throw failoverError(
      "ERR_BACKUP_NOT_UP",
      `nothing was changed: ${targets.map((pathId) => `${pathId} is ${worstState(seen, pathId)}`).join(", ") || "there is no other path"}; traffic of ${group.id} would have nowhere to go`,
      { groupId: group.id, pathId: path.id },
    );
  await setPathOverride(deps, path.id, { ...request, to: "avoid" });
  return isCarrying ? orderFailover(deps, group.id, personId) : {};
}

function findPath({ config }: Pick<Deps, "config">, wanted: string) {
  for (const group of config.groups) {
    const path = group.paths.find(({ id }) => id === wanted);
    if (path) return { path, group };
  }
  throw failoverError("ERR_PATH_MISSING", `path ${wanted} is not declared in the configuration`, { pathId: wanted });
}
