import type { Override, PathHealthRecord } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { overrideEndReason } from "../decide-override-end.ts";
import { putRoutesBack, routesAway } from "./put-routes-back.ts";
import { tellOverrideEnd } from "./tell-override-end.ts";

type WatchDeps = Pick<
  Deps,
  "config" | "clock" | "overrides" | "health" | "steering" | "publisher" | "log" | "regionId" | "regionLease"
>;
type Ending = NonNullable<Override["ending"]>;

/** What the watchdog did with one override. */
interface WatchedOverride {
  readonly groupId: string;
  readonly did: "left" | "put-back" | "put-back-later" | "removed" | "conflict" | "failed";
}

/** Longer than a step of the move may run: a write that had begun before the end was marked has landed by then. */
const SETTLE_MS = 45_000;
/** Two turns of the watchdog without success: then people are told that it does not get on. */
const FAILING_AFTER_MS = 120_000;

/**
 * The watchdog: ends every override whose lease ran out or whose target is dead while the primary is not, by the pre-images in
 * the record itself. It rests on nothing that may be dead with the controller: health that cannot be read counts as not
 * known, an event that cannot be sent is sent later, the kill switch stops no clean-up, and each override stands alone.
 * Safe to repeat and to break off anywhere: the record goes last, one turn after its routes were seen to be back, so that
 * a write that was under way when the override ended is undone as well.
 */
export async function watchOverrides(deps: WatchDeps): Promise<readonly WatchedOverride[]> {
  const [groupIds, health] = await Promise.all([deps.overrides.listGroupIds(), readHealth(deps)]);
  return Promise.all(
    groupIds.map(async (groupId) => {
      try {
        return { groupId, did: await watchOne(deps, groupId, health) };
      } catch (error) {
        deps.log.error("override not watched", { groupId, error });
        return { groupId, did: "failed" as const };
      }
    }),
  );
}

async function readHealth(deps: WatchDeps): Promise<readonly PathHealthRecord[]> {
  try {
    return await deps.health.list();
  } catch (error) {
    deps.log.warn("health cannot be read: only leases count now", { error });
    return [];
  }
}

async function watchOne(
  deps: WatchDeps,
  groupId: string,
  health: readonly PathHealthRecord[],
): Promise<WatchedOverride["did"]> {
  const seen = await deps.overrides.find(groupId);
  const override = seen && (seen.ending ? seen : await beginEnd(deps, seen, health));
  if (!override?.ending) return "left";
  switch (override.ending.stage) {
    case "put-back":
      return remove(deps, override);
    case "conflict":
      return lookAtConflict(deps, override);
    case "putting-back":
      return putBack(deps, override);
  }
}

/** Marks the override as ending, before the first write: from then on the move applies nothing more. */
async function beginEnd(
  deps: WatchDeps,
  seen: Override,
  health: readonly PathHealthRecord[],
): Promise<Override | undefined> {
  const nowMs = deps.clock.nowMs();
  const why = overrideEndReason({
    override: seen,
    health,
    nowMs,
    healthMaxAgeMs: deps.config.failover.orderMaxAgeMs,
  });
  if (why === undefined) return undefined;
  deps.log.warn("override ends", { groupId: seen.groupId, incidentId: seen.incidentId, why });
  const awayCount = await countAway(deps, seen);
  return mark(deps, seen, { why, sinceMs: deps.clock.nowMs(), stage: "putting-back", awayCount, isTold: false });
}

/** Counted before anything is put back, so that a turn that breaks off does not make light of it; all of them if a cloud does not say. */
async function countAway(deps: WatchDeps, override: Override): Promise<number> {
  try {
    return (await routesAway(deps, override)).length;
  } catch (error) {
    deps.log.warn("routes of an override cannot be read yet", { groupId: override.groupId, error });
    return override.changes.length;
  }
}

/** Undefined if another has written in between: it is looked at again in a minute. */
const mark = (deps: WatchDeps, seen: Override, ending: Ending): Promise<Override | undefined> =>
  deps.overrides.put({ ...seen, ending }, seen);

async function putBack(deps: WatchDeps, override: Override): Promise<WatchedOverride["did"]> {
  const ending = override.ending as Ending;
  const result = await putRoutesBack(deps, override);
  if (result.kind !== "failed") {
    const stage = result.kind === "restored" ? "put-back" : "conflict";
    // written down before it is told: a crash in between tells it late, never restores twice
    const marked = await mark(deps, override, { ...ending, stage, isTold: false });
    if (marked) await tell(deps, marked, result.reason);
    return stage;
  }
  const isFailing = deps.clock.nowMs() - ending.sinceMs >= FAILING_AFTER_MS;
  if (isFailing && !ending.isTold) await tell(deps, override, result.reason);
  return "put-back-later";
}

/** Publishes the present stage, and notes that it was; a bus that is away is asked again at the next turn. */
async function tell(deps: WatchDeps, override: Override, reason: string): Promise<Override | undefined> {
  if (!(await tellOverrideEnd(deps, override, reason))) return undefined;
  return mark(deps, override, { ...(override.ending as Ending), isTold: true });
}

/** The turn after: takes the record away if the routes are still back and people know; puts them back again if they are not. */
async function remove(deps: WatchDeps, override: Override): Promise<WatchedOverride["did"]> {
  const ending = override.ending as Ending;
  if ((await routesAway(deps, override)).length > 0) return putBack(deps, override);
  if (deps.clock.nowMs() - ending.sinceMs < SETTLE_MS) return "put-back-later";
  const told = ending.isTold ? override : await tell(deps, override, "every route reads as before");
  if (!told) return "put-back-later";
  return (await deps.overrides.remove(told)) ? "removed" : "left";
}

/** Hands off, until every route reads as before: then the matter is over. */
async function lookAtConflict(deps: WatchDeps, override: Override): Promise<WatchedOverride["did"]> {
  const ending = override.ending as Ending;
  const away = await routesAway(deps, override);
  if (away.length === 0) {
    await mark(deps, override, { ...ending, stage: "put-back", isTold: false });
    return "put-back";
  }
  if (!ending.isTold)
    await tell(deps, override, `somebody else has changed one of ${away.map(({ change }) => change.id).join(", ")}`);
  return "conflict";
}
