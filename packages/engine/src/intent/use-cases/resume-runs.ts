import type { IntentRun, RegionTaken } from "@skylane/core";
import type { Deps } from "../../deps.ts";

type ResumeDeps = Pick<Deps, "intents" | "log" | "workflows">;

/** Runs a Region took up when it began to act. */
export interface ResumedRuns {
  readonly runIds: readonly string[];
}

const RUNS_LOOKED_AT = 1_000;
const MODES: Partial<Readonly<Record<IntentRun["status"], "build" | "undo">>> = {
  approved: "build",
  provisioning: "build",
  proving: "build",
  undoing: "undo",
};

/**
 * What the Region that acted before was building or taking back goes on here: turns decide from the record alone, and what was ordered
 * without a record is found by its tags. Safe to repeat: executions are named after the epoch of the Region.
 */
export async function resumeRuns(
  { intents, workflows, log }: ResumeDeps,
  { epoch }: RegionTaken,
): Promise<ResumedRuns> {
  const runIds: string[] = [];
  for (const { id, status } of await intents.list(RUNS_LOOKED_AT)) {
    const mode = MODES[status];
    if (mode === undefined) continue;
    await workflows.start("provision", `${id}-r${epoch}`, { runId: id, mode });
    runIds.push(id);
  }
  if (runIds.length > 0) log.warn("runs of the other Region taken up", { epoch, runIds });
  return { runIds };
}
