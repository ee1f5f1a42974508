import type { DrillRun, SkylaneConfig, WeekReport } from "@skylane/core";
import type { WeekBounds } from "./availability.ts";

const DAY_MS = 86_400_000;
/** A quarter: what was not tried for so long may not work any more. */
const OVERDUE_DAYS = 92;

/** Drills of a week, the oldest first, and groups at `act` that none went to its end on for a quarter; pure. */
export function drillsOfWeek(
  { groups }: Pick<SkylaneConfig, "groups">,
  runs: readonly DrillRun[],
  { fromMs, toMs }: WeekBounds,
): WeekReport["drills"] {
  const wholeRuns = runs.filter(
    ({ status, orderedAtMs }) => (status === "passed" || status === "failed") && orderedAtMs < toMs,
  );
  return {
    runs: runs
      .filter(({ orderedAtMs }) => orderedAtMs >= fromMs && orderedAtMs < toMs)
      .toSorted((a, b) => a.orderedAtMs - b.orderedAtMs)
      .map(({ runId, drillId, groupId, status, orderedAtMs, measured, targetRtoMs, reason }) => ({
        runId,
        drillId,
        groupId,
        status,
        atMs: orderedAtMs,
        ...(measured?.rtoMs !== undefined && { rtoMs: measured.rtoMs }),
        targetRtoMs,
        reason,
      })),
    overdue: groups
      .filter(({ automation, paths }) => automation === "act" && paths.length > 1)
      .flatMap(({ id: groupId }): WeekReport["drills"]["overdue"] => {
        const lastMs = Math.max(
          ...wholeRuns.filter((run) => run.groupId === groupId).map(({ orderedAtMs }) => orderedAtMs),
        );
        if (!Number.isFinite(lastMs)) return [{ groupId }];
        const notDrilledDays = Math.floor((toMs - lastMs) / DAY_MS);
        return notDrilledDays > OVERDUE_DAYS ? [{ groupId, notDrilledDays }] : [];
      })
      .sort((a, b) => (b.notDrilledDays ?? Number.MAX_VALUE) - (a.notDrilledDays ?? Number.MAX_VALUE)),
  };
}
