import * as z from "zod";
import { FlowId, GroupId, PathId } from "./ids.ts";
import { RouteChange } from "./route-change.ts";

/** How far Skylane may go by itself: record, say what it would do, or do it. */
export const AutomationLevel = z.enum(["observe", "advise", "act"]);
export type AutomationLevel = z.infer<typeof AutomationLevel>;

/** A single failure that takes the primary, and where traffic goes then. */
export const FailureCase = z.strictObject({
  /** `link:<id>`, `site:<building>`, `carrier:<name>`. */
  riskId: z.string().min(1),
  /** Paths of the group that are gone with it. */
  lostPathIds: z.array(PathId),
  /** Absent = no allowed path is left: stay, and page. */
  toPathId: PathId.optional(),
});
export type FailureCase = z.infer<typeof FailureCase>;

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
  /** Further allowed paths, in the order they are tried when the failure has taken the backup too, each with its changes. */
  spares: z.array(z.strictObject({ pathId: PathId, changes: z.array(RouteChange) })).default([]),
  /** Every single failure of the primary. */
  cases: z.array(FailureCase).default([]),
  /** Flows whose traffic proves the move. */
  proofFlowIds: z.array(FlowId),
});
export type FailoverPlan = z.infer<typeof FailoverPlan>;
