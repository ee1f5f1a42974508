import * as z from "zod";
import { ApprovalId } from "./approval.ts";
import { GroupId, IncidentId, IntentId } from "./ids.ts";

/** Something a person should know. `page` wakes somebody; `notice` does not. */
export const Alert = z.strictObject({
  id: z.string().min(1),
  urgency: z.enum(["page", "notice"]),
  /** `resolve` closes the page with the same `dedupKey`. */
  action: z.enum(["trigger", "resolve"]),
  dedupKey: z.string().min(1).max(255),
  title: z.string().min(1),
  lines: z.array(z.string()),
  groupId: GroupId.optional(),
  incidentId: IncidentId.optional(),
  /** A decision that is asked for; where buttons can be shown, they are. */
  approval: z.strictObject({ id: ApprovalId, planHash: z.string().min(12) }).optional(),
  /** What may be ordered of an intent, for its plan as it was shown. */
  intent: z
    .strictObject({
      id: IntentId,
      planHash: z.string().min(12),
      verbs: z.array(z.enum(["approve", "reject", "undo"])),
      /** Signatures its plan needs; absent = not known, and held for many. */
      neededCount: z.int().nonnegative().optional(),
    })
    .optional(),
  atMs: z.number(),
});
export type Alert = z.infer<typeof Alert>;

/** An alert in the outbox: kept whatever happens to its delivery. */
export const OutboxAlert = z.strictObject({
  alert: Alert,
  deliveries: z.array(
    z.strictObject({
      channel: z.string(),
      outcome: z.enum(["delivered", "printed", "failed"]),
      atMs: z.number(),
      reason: z.string().optional(),
    }),
  ),
});
export type OutboxAlert = z.infer<typeof OutboxAlert>;
