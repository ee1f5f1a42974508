import type { ActiveDrill, ConnectionGroup, Drill, DrillReport, DrillRun } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { failoverError } from "../../errors.ts";
import type { DrillStep } from "../drill-step.ts";

/** What a drill that runs asks: the traffic and the moves of its group, the kill switch, and what is stored of itself. */
export type RunningDeps = Pick<
  Deps,
  | "config"
  | "clock"
  | "plans"
  | "incidents"
  | "killSwitch"
  | "steering"
  | "prober"
  | "workflows"
  | "faultTests"
  | "drills"
  | "activeDrills"
  | "log"
>;

/** The drill of that name in the configuration. @throws ERR_DRILL_MISSING */
export function findDrill({ config }: Pick<Deps, "config">, drillId: string): Drill {
  const drill = config.drills.find(({ id }) => id === drillId);
  if (drill) return drill;
  throw failoverError(
    "ERR_DRILL_MISSING",
    `drill ${drillId} is not configured; add it under "drills" in skylane.yaml. There are: ${config.drills.map(({ id }) => id).join(", ") || "none"}`,
    { drillId },
  );
}

/** The group of that name in the configuration. @throws ERR_DRILL_MISSING */
export function findGroup({ config }: Pick<Deps, "config">, groupId: string): ConnectionGroup {
  const group = config.groups.find(({ id }) => id === groupId);
  if (group) return group;
  throw failoverError("ERR_DRILL_MISSING", `group ${groupId} is not declared any more, so it cannot be drilled`, {
    groupId,
  });
}

/** The stored report of a run. @throws ERR_DRILL_MISSING */
export async function loadReport(deps: Pick<Deps, "drills">, runId: string): Promise<DrillReport> {
  const report = await deps.drills.find(runId);
  if (report) return report;
  throw failoverError(
    "ERR_DRILL_MISSING",
    `drill ${runId} is not stored; list the known ones with "skylane drills history"`,
    {
      runId,
    },
  );
}

/** The run, and the hold it has on its group. @throws ERR_DRILL_MISSING, ERR_DRILL_ENDED */
export async function loadHeld(
  deps: Pick<Deps, "drills" | "activeDrills">,
  { runId, groupId }: DrillStep,
): Promise<{ readonly run: DrillRun; readonly active: ActiveDrill }> {
  const [{ run }, active] = await Promise.all([loadReport(deps, runId), deps.activeDrills.find(groupId)]);
  if (active?.runId === runId) return { run, active };
  throw failoverError(
    "ERR_DRILL_ENDED",
    `drill ${runId} does not hold group ${groupId} any more; nothing was changed`,
    {
      runId,
      groupId,
    },
  );
}
