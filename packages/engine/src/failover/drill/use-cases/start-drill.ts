import { DrillRunId } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { failoverError } from "../../errors.ts";
import type { DrillOrder } from "../drill-step.ts";
import { groupsOfDrill } from "../groups-of-drill.ts";
import { findDrill } from "./load-run.ts";

/**
 * Starts a drill over its groups, one after the other; answers a run for each. The same drill ordered twice for the same moment
 * is one. @throws ERR_DRILL_MISSING, ERR_DRILL_EMPTY
 */
export async function startDrill(
  deps: Pick<Deps, "config" | "workflows" | "log">,
  wanted: { readonly drillId: string; readonly by: string; readonly orderedAtMs: number },
): Promise<{ readonly runIds: readonly DrillRunId[] }> {
  const drill = findDrill(deps, wanted.drillId);
  const when = wanted.orderedAtMs.toString(36);
  const runs = groupsOfDrill(drill, deps.config).map(
    ({ id }): DrillOrder => ({
      runId: DrillRunId.parse(`dr-${drill.id}-${id}-${when}`),
      drillId: drill.id,
      groupId: id,
      by: wanted.by,
      orderedAtMs: wanted.orderedAtMs,
    }),
  );
  if (runs.length === 0)
    throw failoverError("ERR_DRILL_EMPTY", `drill ${drill.id} covers no group at "act"; nothing was started`, {
      drillId: drill.id,
    });
  await deps.workflows.start("drill", `dr-${drill.id}-${when}`, { runs });
  deps.log.info("drill ordered", { drillId: drill.id, by: wanted.by, runCount: runs.length });
  return { runIds: runs.map(({ runId }) => runId) };
}
