import * as z from "zod";
import { FailureCase } from "../model/failover-plan.ts";
import { GroupId, PathId } from "../model/ids.ts";
import { PathObjective } from "../model/path-plan.ts";

/** Which path a group shall use and which stands by; the failover plan is made from it. */
export const PlanUpdated = z.strictObject({
  groupId: GroupId,
  primaryPathId: PathId,
  backupPathId: PathId.optional(),
  /** Further allowed paths, best first. */
  sparePathIds: z.array(PathId).default([]),
  ruledOut: z.array(z.strictObject({ pathId: PathId, rule: z.string() })),
  /** Every single failure of the primary, and the path that is left. */
  cases: z.array(FailureCase).default([]),
});
export type PlanUpdated = z.infer<typeof PlanUpdated>;

/** Another choice of paths is worth more than today's routing; advice, nothing is changed by it. */
export const RecommendationMade = z.strictObject({
  estate: z.string(),
  /** Of the plan, which is stored; an approval names it. */
  planHash: z.string(),
  objective: PathObjective,
  /** True if a price was missing: it costs that much at least. */
  isAtLeast: z.boolean(),
  monthlyUsd: z.number(),
  todayMonthlyUsd: z.number(),
  movedFlowCount: z.int().nonnegative(),
  /** Links to close, open or double; 20 at most. */
  links: z.array(z.strictObject({ connectionId: z.string(), action: z.enum(["close", "open", "expand"]) })).max(20),
  /** Single failures that a flow would not survive, now and under the plan, are in the plan's coverage. */
  unsurvivedCount: z.int().nonnegative(),
});
export type RecommendationMade = z.infer<typeof RecommendationMade>;
