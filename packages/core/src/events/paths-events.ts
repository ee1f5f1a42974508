import * as z from "zod";
import { GroupId, PathId } from "../model/ids.ts";

/** Which path a group shall use and which stands by; the failover plan is made from it. */
export const PlanUpdated = z.strictObject({
  groupId: GroupId,
  primaryPathId: PathId,
  backupPathId: PathId.optional(),
  ruledOut: z.array(z.strictObject({ pathId: PathId, rule: z.string() })),
});
export type PlanUpdated = z.infer<typeof PlanUpdated>;
