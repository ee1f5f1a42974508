import type { DrillRun, DrillStatus } from "@skylane/core";

/** How the workflow of a run ended, in the words of its ASL. */
export interface DrillEnd {
  /** Guard that kept it from beginning. */
  readonly refusedBy?: string | undefined;
  /** Why it was broken off, or did not begin; empty = it was not. */
  readonly failure: string;
}

/** The run with its verdict; one that is closed stays as it is. */
export function closeRun(run: DrillRun, end: DrillEnd, nowMs: number): DrillRun {
  if (run.status !== "running") return run;
  const { status, reason } = verdictOn(run, end);
  return {
    ...run,
    status,
    reason,
    endedAtMs: nowMs,
    timeline: [...run.timeline, { atMs: nowMs, what: `${status}: ${reason}` }],
  };
}

function verdictOn(run: DrillRun, end: DrillEnd): { readonly status: DrillStatus; readonly reason: string } {
  const { measured, restored, targetRtoMs } = run;
  if (end.refusedBy !== undefined) return { status: "refused", reason: `${end.refusedBy}: ${end.failure}` };
  const open = restored && !restored.isAsBefore ? `not as before: ${restored.open.join("; ")}` : undefined;
  const broken = run.reason || end.failure;
  if (broken) return { status: "aborted", reason: [broken, open].filter(Boolean).join("; ") };
  if (!measured) return { status: "aborted", reason: "nothing was measured" };
  const failures = [
    ...(measured.rtoMs === undefined ? ["traffic was not seen on the backup"] : []),
    ...((measured.rtoMs ?? 0) > targetRtoMs
      ? [`${measured.rtoMs} ms without an answer, ${targetRtoMs} ms allowed`]
      : []),
    ...(measured.actualPathId !== undefined && measured.actualPathId !== measured.expectedPathId
      ? [`traffic took ${measured.actualPathId}, not ${measured.expectedPathId}`]
      : []),
    ...(open === undefined ? [] : [open]),
  ];
  if (failures.length > 0) return { status: "failed", reason: failures.join("; ") };
  return { status: "passed", reason: `${measured.rtoMs} ms without an answer, ${targetRtoMs} ms allowed` };
}

/** The run with one more line in its timeline. */
export const withNote = (run: DrillRun, atMs: number, what: string): DrillRun => ({
  ...run,
  timeline: [...run.timeline, { atMs, what }],
});
