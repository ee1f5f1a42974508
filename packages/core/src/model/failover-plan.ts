import * as z from "zod";
import { FlowId, GroupId, PathId } from "./ids.ts";
import { RouteChange } from "./route-change.ts";

/** How far Skylane may go by itself: record, say what it would do, or do it. */
export const AutomationLevel = z.enum(["observe", "advise", "act"]);
export type AutomationLevel = z.infer<typeof AutomationLevel>;

/** What to do when the primary path of a group fails; computed and stored beforehand (static stability). */
export const FailoverPlan = z.strictObject({
  groupId: GroupId,
  /** Hash of the plan's content; an order names the plan it was decided on. */
  hash: z.string().min(8),
  computedAtMs: z.number(),
  primaryPathId: PathId,
  /** Absent if no other path is allowed: stay, and page. */
  backupPathId: PathId.optional(),
  /** Why there is no backup, or paths that were ruled out; for people. */
  ruledOut: z.array(z.strictObject({ pathId: PathId, rule: z.string() })),
  /** The pair of changes, one per direction (one per prefix and side). */
  changes: z.array(RouteChange),
  /** Flows whose traffic proves the move. */
  proofFlowIds: z.array(FlowId),
});
export type FailoverPlan = z.infer<typeof FailoverPlan>;
