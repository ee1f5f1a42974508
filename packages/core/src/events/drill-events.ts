import * as z from "zod";
import { DrillId, DrillKind, DrillRunId } from "../model/drill-kind.ts";
import { GroupId, PathId } from "../model/ids.ts";

const about = {
  runId: DrillRunId,
  drillId: DrillId,
  groupId: GroupId,
  kind: DrillKind,
  fromPathId: PathId.optional(),
  toPathId: PathId.optional(),
  reason: z.string(),
  /** False: not everything reads as it did before the drill. */
  isAsBefore: z.boolean(),
};

/** A drill ran to its end. `rtoMs` absent = traffic was not seen on the backup. */
export const DrillCompleted = z.strictObject({
  ...about,
  hasPassed: z.boolean(),
  targetRtoMs: z.number().positive(),
  rtoMs: z.number().nonnegative().optional(),
});
/** A drill was broken off, or did not begin (`hasBegun` is false). */
export const DrillAborted = z.strictObject({ ...about, hasBegun: z.boolean() });

export type DrillCompleted = z.infer<typeof DrillCompleted>;
export type DrillAborted = z.infer<typeof DrillAborted>;
