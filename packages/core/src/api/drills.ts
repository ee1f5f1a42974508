import * as z from "zod";
import { DrillReport } from "../model/drill.ts";
import { DrillRunId } from "../model/drill-kind.ts";

/** `GET /v1/drills`: what is configured, and the runs, newest first. */
export const DrillList = z.strictObject({
  drills: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      groupIds: z.array(z.string()),
      schedule: z.string().optional(),
      timeZone: z.string().optional(),
    }),
  ),
  reports: z.array(DrillReport),
});
export type DrillList = z.infer<typeof DrillList>;

/** `POST /v1/drills/{id}/run` */
export const DrillRunRequest = z.strictObject({ by: z.string().min(1).max(100) });
/** Its answer: a run for each group, done one after the other. */
export const DrillAccepted = z.strictObject({ runIds: z.array(DrillRunId) });

const Count = z.int().nonnegative();

/** How often one path was drilled as the primary of its group in a month. */
export const DrilledPath = z.strictObject({
  groupId: z.string(),
  pathId: z.string(),
  passedCount: Count,
  failedCount: Count,
  abortedCount: Count,
  refusedCount: Count,
  /** The longest of the month; absent = none was measured. */
  worstRtoMs: z.number().nonnegative().optional(),
  targetRtoMs: z.number().positive().optional(),
  /** Whole days from its last drill that ran to its end, to the end of the month or now; absent = there was none. */
  notDrilledDays: Count.optional(),
});

/** How much of a Region has been drilled: `<cloud>:<region>`. */
export const DrilledRegion = z.strictObject({
  regionId: z.string(),
  groupCount: Count,
  /** Groups of it with a drill that ran to its end, in the month and in the quarter. */
  inMonthCount: Count,
  inQuarterCount: Count,
});

/** `GET /v1/drills/summary?month=2026-11` */
export const DrillSummary = z.strictObject({
  month: z.string(),
  quarter: z.string(),
  paths: z.array(DrilledPath),
  regions: z.array(DrilledRegion),
});
export type DrillSummary = z.infer<typeof DrillSummary>;

/** `GET /v1/drills/key`: the public half of the key that seals reports. */
export const ReportKey = z.strictObject({ keyId: z.string(), pem: z.string() });
