import { DrillId, DrillRunId, GroupId } from "@skylane/core";
import * as z from "zod";

/** Input of a step of one run. */
export const DrillStep = z.strictObject({ runId: DrillRunId, groupId: GroupId });
export type DrillStep = z.infer<typeof DrillStep>;

/** Input of the step that decides whether a run begins. */
export const DrillOrder = z.strictObject({
  runId: DrillRunId,
  drillId: DrillId,
  groupId: GroupId,
  by: z.string().min(1).max(100),
  orderedAtMs: z.number(),
});
export type DrillOrder = z.infer<typeof DrillOrder>;

/** Input of the step that writes the end of a run down. */
export const DrillEndStep = z.strictObject({
  runId: DrillRunId,
  groupId: GroupId,
  refusedBy: z.string().optional(),
  failure: z.string(),
});
export type DrillEndStep = z.infer<typeof DrillEndStep>;
