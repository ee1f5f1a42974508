import type { DrillRun, EventDraft } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { closeRun } from "../close-run.ts";
import type { DrillEndStep } from "../drill-step.ts";
import { loadReport } from "./load-run.ts";

type RecordDeps = Pick<Deps, "clock" | "drills" | "activeDrills" | "publisher" | "sealer" | "log">;

/**
 * Writes the verdict of a run, tells it, seals its report, and lets the group go if everything reads as before. Otherwise the
 * hold stays: no other drill begins, and the watchdog goes on. Safe to repeat. @throws ERR_DRILL_MISSING
 */
export async function recordDrill(
  deps: RecordDeps,
  { runId, groupId, refusedBy, failure }: DrillEndStep,
): Promise<{ readonly status: DrillRun["status"] }> {
  const report = await loadReport(deps, runId);
  const run = closeRun(report.run, { refusedBy, failure }, deps.clock.nowMs());
  if (report.run.status === "running") {
    await deps.publisher.publish([eventOf(run)]);
    const seal = await deps.sealer.seal(run);
    if (!seal) deps.log.warn("drill report not sealed: no key is set", { runId });
    await deps.drills.save({ run, ...(seal && { seal }) });
    deps.log.info("drill recorded", { runId, groupId, status: run.status, reason: run.reason });
  }
  const active = await deps.activeDrills.find(groupId);
  const isOver = run.restored?.isAsBefore === true || active?.faultAtMs === undefined;
  if (active?.runId === runId && isOver) await deps.activeDrills.remove(active);
  return { status: run.status };
}

function eventOf(run: DrillRun): EventDraft {
  const { runId, drillId, groupId, kind, fromPathId, toPathId, reason, status, measured, restored, targetRtoMs } = run;
  const hasBegun = measured !== undefined;
  const about = {
    runId,
    drillId,
    groupId,
    kind,
    ...(fromPathId && { fromPathId }),
    ...(toPathId && { toPathId }),
    reason,
    isAsBefore: restored?.isAsBefore ?? !hasBegun,
  };
  const envelope = { subject: runId, epoch: 0, seq: run.timeline.length };
  if (status === "passed" || status === "failed") {
    const rto = measured?.rtoMs === undefined ? {} : { rtoMs: measured.rtoMs };
    return {
      ...envelope,
      type: "drill.completed.v1",
      data: { ...about, hasPassed: status === "passed", targetRtoMs, ...rto },
    };
  }
  return { ...envelope, type: "drill.aborted.v1", data: { ...about, hasBegun } };
}
