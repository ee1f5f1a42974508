import * as z from "zod";
import { ApprovalId } from "../model/approval.ts";
import { BlastRadius } from "../model/blast-radius.ts";
import { GroupId, IncidentId, PathId } from "../model/ids.ts";
import { TrafficProof } from "../model/incident.ts";
import { OverrideEndReason } from "../model/override.ts";

const about = {
  incidentId: IncidentId,
  groupId: GroupId,
  fromPathId: PathId,
  toPathId: PathId.optional(),
  /** Incident that began the outage this one is part of. */
  partOf: IncidentId.optional(),
};

/** Somebody or something began to move traffic of a group. */
export const FailoverStarted = z.strictObject({ ...about, planHash: z.string() });
/** Traffic is on the backup: read back and proven. `repaired-by-routing` = BGP had done it before us. */
export const FailoverCompleted = z.strictObject({
  ...about,
  how: z.enum(["moved", "repaired-by-routing"]),
  proof: TrafficProof,
  elapsedMs: z.number().nonnegative(),
});
/** Nothing was touched, and why: no allowed backup, both paths bad, kill switch, advise only … */
export const FailoverRefused = z.strictObject({ ...about, rule: z.string(), reason: z.string(), isPage: z.boolean() });
/** The move could not be proven; the routes are again what they were (or `isRestored` is false: a person is needed). */
export const FailoverRolledBack = z.strictObject({ ...about, reason: z.string(), isRestored: z.boolean() });
/** Traffic is on the primary again, proven; `isOutageOver` is false while other incidents of the same outage go on. */
export const FailedBack = z.strictObject({ ...about, proof: TrafficProof, isOutageOver: z.boolean().default(true) });

/** A person ordered Skylane to keep off a path or to keep to it, or took such an order back (`auto`). */
export const OverrideSet = z.strictObject({
  pathId: PathId,
  groupId: GroupId,
  to: z.enum(["avoid", "prefer", "auto"]),
  by: z.string().min(1),
  reason: z.string().min(1),
  /** When it ends by itself; absent for `auto`. */
  untilMs: z.number().optional(),
});
/**
 * The watchdog ended an override, because nobody renewed it or its target is dead. `restored` = the routes read as before;
 * `conflict` = somebody else has changed one, it is left alone; `failing` = they cannot be put back, it goes on trying.
 */
export const OverrideEnded = z.strictObject({
  ...about,
  why: OverrideEndReason,
  outcome: z.enum(["restored", "conflict", "failing"]),
  /** Routes that did not read as before when it ended; 0 = there was nothing to put back. */
  awayCount: z.int().nonnegative(),
  reason: z.string(),
});

/** A move that reaches far waits for a person; the plan's hash is what they approve. */
export const ApprovalAsked = z.strictObject({
  ...about,
  toPathId: PathId,
  approvalId: ApprovalId,
  planHash: z.string(),
  askedBy: z.string().optional(),
  reason: z.string(),
  radius: BlastRadius,
  expiresAtMs: z.number(),
});
/** A person approved or rejected it, or it could not be approved any more (`stale`). */
export const ApprovalDecided = z.strictObject({
  ...about,
  approvalId: ApprovalId,
  outcome: z.enum(["approved", "rejected", "stale"]),
  /** Incident of the move that began. */
  moveIncidentId: IncidentId.optional(),
  by: z.string(),
  reason: z.string(),
});
/** A person stopped every actuation, or let them go on. */
export const KillSwitchSet = z.strictObject({ isStopped: z.boolean(), by: z.string(), reason: z.string() });

export type FailoverStarted = z.infer<typeof FailoverStarted>;
export type FailoverCompleted = z.infer<typeof FailoverCompleted>;
export type FailoverRefused = z.infer<typeof FailoverRefused>;
export type FailoverRolledBack = z.infer<typeof FailoverRolledBack>;
export type FailedBack = z.infer<typeof FailedBack>;
export type OverrideSet = z.infer<typeof OverrideSet>;
export type OverrideEnded = z.infer<typeof OverrideEnded>;
