import * as z from "zod";
import { BlastRadius } from "./blast-radius.ts";
import { GroupId, IncidentId, PathId } from "./ids.ts";

/** Name of an approval: `ap-<group>-<epoch>-<plan>`, one for each incident, plan and target. */
export const ApprovalId = z
  .string()
  .regex(/^ap-[a-z0-9._-]{1,100}$/, "must be an approval id such as ap-use1-dc1-7-1f2e3d4c")
  .brand<"ApprovalId">();
export type ApprovalId = z.infer<typeof ApprovalId>;

const asked = {
  id: ApprovalId,
  /** The incident that was held for it. */
  incidentId: IncidentId,
  groupId: GroupId,
  fromPathId: PathId,
  toPathId: PathId,
  /** What is approved is this plan and no other. */
  planHash: z.string().min(8),
  /** The person who ordered the move and may not approve it; absent = Skylane asks by itself. */
  askedBy: z.string().optional(),
  /** Why it needs one. */
  reason: z.string(),
  radius: BlastRadius,
  askedAtMs: z.number(),
  /** From then on it counts as rejected. */
  expiresAtMs: z.number(),
};
const decided = { decidedBy: z.string(), decidedAtMs: z.number(), note: z.string() };

/** A move that waits for a person because it reaches far. `stale`: plan or world had changed when it was to be approved. */
export const Approval = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("pending"), ...asked }),
  z.strictObject({ status: z.literal("approved"), ...asked, ...decided, moveIncidentId: IncidentId }),
  z.strictObject({ status: z.literal("rejected"), ...asked, ...decided }),
  z.strictObject({ status: z.literal("stale"), ...asked, ...decided }),
]);
export type Approval = z.infer<typeof Approval>;

/** `POST /v1/approvals/{id}/approve` and `/reject`: the plan it is about, as it was shown (12 characters or more), and why. */
export const ApprovalVerdict = z.strictObject({
  planHash: z.string().min(12).max(64),
  reason: z.string().min(1).max(500).default("no reason given"),
});
export type ApprovalVerdict = z.infer<typeof ApprovalVerdict>;
