import type { Incident, Override, PathHealthRecord, PathStateChanged, RegionTaken } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { FailoverOrder } from "../order.ts";
import { isFresh } from "../sighting.ts";
import { considerFailback } from "./consider-failback.ts";
import { considerFailover } from "./consider-failover.ts";

type ResumeDeps = Pick<
  Deps,
  "config" | "clock" | "plans" | "incidents" | "overrides" | "health" | "workflows" | "prober" | "publisher" | "log"
>;

/** What a Region took up when it began to act. */
export interface Resumed {
  readonly incidentIds: readonly string[];
}

/**
 * What the Region that acted before left undone: moves it had begun are begun again under their own incident, so that their
 * guards decide anew, and what is there of them is found done; then the other paths are considered. Safe to repeat: executions are named after the epoch of the Region.
 */
export async function resumeInRegion(deps: ResumeDeps, { epoch }: RegionTaken): Promise<Resumed> {
  const nowMs = deps.clock.nowMs();
  const [active, health] = await Promise.all([deps.incidents.listActive(), deps.health.list()]);
  const begun = await findBegun(deps, active);
  const incidentIds: string[] = [];
  for (const { incidentId, groupId, trigger } of begun) {
    const known = trigger ?? triggerOf(deps, groupId, health);
    if (!known) {
      deps.log.error("a move cannot be taken up: nobody knows of its path", { incidentId, groupId });
      continue;
    }
    const order: FailoverOrder = { incidentId, groupId, trigger: known, orderedAtMs: nowMs };
    await deps.workflows.start("failover", `${incidentId}-r${epoch}`, order);
    incidentIds.push(incidentId);
  }
  await considerPaths(deps, health, active, begun);
  deps.log.warn("work of the other Region taken up", { epoch, incidentIds });
  return { incidentIds };
}

/**
 * Considers every path as it is, where there are two Regions: what only the other one heard of, while it took over or while
 * nothing passed between them, is found in what it has stored. What was considered before starts nothing.
 */
export async function reconsiderPaths(deps: ResumeDeps, health: readonly PathHealthRecord[]): Promise<void> {
  const active = await deps.incidents.listActive();
  await considerPaths(deps, health, active, await findBegun(deps, active));
}

/** What is well and carries nothing that belongs elsewhere is asked for no further: each minute that is nearly every path. */
async function considerPaths(
  deps: ResumeDeps,
  health: readonly PathHealthRecord[],
  active: readonly Incident[],
  begun: readonly BegunMove[],
): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const busy = new Set<string>(begun.map(({ groupId }) => groupId));
  for (const record of health) {
    const groupId = groupOf(deps, record.pathId);
    if (!isFresh(record, nowMs) || groupId === undefined || busy.has(groupId)) continue;
    const change = asChange(record, nowMs);
    if (change.to === "down" || change.to === "degraded") await considerFailover(deps, change);
    if (change.to === "up" && active.some(({ fromPathId }) => fromPathId === change.pathId))
      await considerFailback(deps, change);
  }
}

interface BegunMove {
  readonly incidentId: Incident["id"];
  readonly groupId: Incident["groupId"];
  readonly trigger: Incident["trigger"] | undefined;
}

/** Moves without an end: open incidents, and overrides whose incident was not replicated before its Region died. */
async function findBegun(deps: ResumeDeps, active: readonly Incident[]): Promise<readonly BegunMove[]> {
  const groupIds = await deps.overrides.listGroupIds();
  const overrides = (await Promise.all(groupIds.map((groupId) => deps.overrides.find(groupId)))).filter(
    (override): override is Override => override !== undefined && override.ending === undefined,
  );
  const lost: BegunMove[] = [];
  for (const { incidentId, groupId } of overrides)
    if (!(await deps.incidents.find(incidentId))) lost.push({ incidentId, groupId, trigger: undefined });
  return [
    ...active
      .filter(({ status }) => status === "open")
      .map(({ id, groupId, trigger }) => ({ incidentId: id, groupId, trigger })),
    ...lost,
  ];
}

const groupOf = ({ config }: ResumeDeps, pathId: string): string | undefined =>
  config.groups.find(({ paths }) => paths.some(({ id }) => id === pathId))?.id;

/** What is seen of the group's primary: the trigger of a move whose own was lost. */
function triggerOf(
  { config }: ResumeDeps,
  groupId: string,
  health: readonly PathHealthRecord[],
): Incident["trigger"] | undefined {
  const primary = config.groups.find(({ id }) => id === groupId)?.paths[0];
  const seen = health.find(({ pathId, vantageId }) => pathId === primary?.id && vantageId === primary.probe.vantageId);
  return (
    seen && {
      kind: "path-state",
      pathId: seen.pathId,
      vantageId: seen.vantageId,
      state: seen.health.state,
      epoch: seen.health.epoch,
    }
  );
}

/** The state of a path as the event that told of it; it holds now, so it is no old order. */
const asChange = ({ pathId, vantageId, health }: PathHealthRecord, nowMs: number): PathStateChanged => ({
  pathId,
  vantageId,
  from: "unknown",
  to: health.state,
  because: "as it is stored",
  sinceMs: nowMs,
  epoch: health.epoch,
});
