import type { ActiveDrill } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { loadReport } from "./load-run.ts";
import { recordDrill } from "./record-drill.ts";
import { handOver, readAfter, stopTest } from "./take-back.ts";

type OverdueDeps = Pick<
  Deps,
  "clock" | "overrides" | "steering" | "faultTests" | "drills" | "activeDrills" | "publisher" | "sealer" | "log"
>;

/** What the watchdog did with one drill. */
export interface OverdueDrill {
  readonly groupId: string;
  readonly did: "left" | "ended" | "recorded" | "failed";
}

/** Longer than a workflow that lives waits after the mandatory end: what is then still unwritten, nobody will write. */
const ABANDONED_MS = 300_000;

/**
 * The watchdog's part in drills: from the mandatory end on it stops the test and gives the moved routes to the watch over
 * overrides, whatever became of the workflow; each drill stands alone. Safe to repeat and to break off anywhere.
 */
export async function endOverdueDrills(deps: OverdueDeps): Promise<readonly OverdueDrill[]> {
  const groupIds = await listed(deps);
  return Promise.all(
    groupIds.map(async (groupId) => {
      try {
        const active = await deps.activeDrills.find(groupId);
        const isOverdue = active !== undefined && deps.clock.nowMs() >= active.endsAtMs;
        return { groupId, did: isOverdue ? await endOne(deps, active) : ("left" as const) };
      } catch (error) {
        deps.log.error("drill not ended", { groupId, error });
        return { groupId, did: "failed" as const };
      }
    }),
  );
}

/** A list that cannot be read keeps nobody from the overrides, which are watched after it. */
async function listed({ activeDrills, log }: OverdueDeps): Promise<readonly string[]> {
  try {
    return await activeDrills.listGroupIds();
  } catch (error) {
    log.error("drills cannot be listed", { error });
    return [];
  }
}

async function endOne(deps: OverdueDeps, active: ActiveDrill): Promise<OverdueDrill["did"]> {
  await stopTest(deps, active);
  await handOver(deps, active);
  if (deps.clock.nowMs() < active.endsAtMs + ABANDONED_MS) return "ended";
  const restored = await readAfter(deps, active);
  const { run } = await loadReport(deps, active.runId);
  if (run.status === "running") await deps.drills.save({ run: { ...run, restored } });
  const failure = "its mandatory end has passed, and the workflow that ran it is gone";
  await recordDrill(deps, { runId: active.runId, groupId: active.groupId, failure });
  // recorded before as not restored: it may be now
  if (restored.isAsBefore) await release(deps, active);
  return "recorded";
}

async function release({ activeDrills }: OverdueDeps, { groupId, runId }: ActiveDrill): Promise<void> {
  const seen = await activeDrills.find(groupId);
  if (seen?.runId === runId) await activeDrills.remove(seen);
}
