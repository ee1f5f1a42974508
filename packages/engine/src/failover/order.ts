import { ApprovalId, FailoverTrigger, GroupId, IncidentId, PreImage, RouteChange, VantageId } from "@skylane/core";
import * as z from "zod";

/** Input of the failover workflow: which group to move, and why. */
export const FailoverOrder = z.strictObject({
  incidentId: IncidentId,
  groupId: GroupId,
  trigger: FailoverTrigger,
  orderedAtMs: z.number(),
  /** The approval under which it is given. */
  approvalId: ApprovalId.optional(),
  /** The incident that was refused, where what held it has passed. */
  again: IncidentId.optional(),
});
export type FailoverOrder = z.infer<typeof FailoverOrder>;

/** Input of the failback workflow. */
export const FailbackOrder = z.strictObject({
  incidentId: IncidentId,
  groupId: GroupId,
  isManual: z.boolean(),
  /** Epoch of the primary path when it came up; another one at the end of the window means it flapped. */
  epoch: z.int().nonnegative(),
  /** Who counts that epoch; absent in an order that needs none. */
  vantageId: VantageId.optional(),
  waitSeconds: z.int().nonnegative(),
});
export type FailbackOrder = z.infer<typeof FailbackOrder>;

/** Input of a step that only needs to know which incident. */
export const IncidentStep = z.strictObject({ incidentId: IncidentId, groupId: GroupId });
export type IncidentStep = z.infer<typeof IncidentStep>;

/** Input of the step that takes the group's lease. */
export const LeaseStep = z.strictObject({ incidentId: IncidentId, groupId: GroupId, seenRvn: z.string() });
export type LeaseStep = z.infer<typeof LeaseStep>;

/** Input of one change, applied or undone, under a fence. */
export const ChangeStep = z.strictObject({
  incidentId: IncidentId,
  groupId: GroupId,
  fence: z.int().nonnegative(),
  change: RouteChange,
  before: PreImage,
});
export type ChangeStep = z.infer<typeof ChangeStep>;

/** Which routes a read-back or proof shall find: those of the plan, or those of before. */
export const ExpectStep = z.strictObject({
  incidentId: IncidentId,
  groupId: GroupId,
  expect: z.enum(["moved", "restored"]),
});
export type ExpectStep = z.infer<typeof ExpectStep>;

/** Input of the step that undoes a failed move. */
export const UndoStep = z.strictObject({
  incidentId: IncidentId,
  groupId: GroupId,
  fence: z.int().nonnegative(),
  reason: z.string(),
});
export type UndoStep = z.infer<typeof UndoStep>;
