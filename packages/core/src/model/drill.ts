import * as z from "zod";
import { DrillId, DrillKind, DrillRunId, FaultTestTarget } from "./drill-kind.ts";
import { FlowId, GroupId, IncidentId, PathId } from "./ids.ts";
import { PreImage, RouteChange } from "./route-change.ts";

/** `refused`: a guard kept it from beginning. `aborted`: it began and was broken off. `failed`: the target was missed, or not all is as before. */
export const DrillStatus = z.enum(["running", "passed", "failed", "aborted", "refused"]);
export type DrillStatus = z.infer<typeof DrillStatus>;

/**
 * The drill that holds a group: stored before its first act, and gone once everything reads as before. It is the lock that keeps
 * a second drill out, and all that the watchdog needs to end what a dead workflow has left on.
 */
export const ActiveDrill = z.strictObject({
  runId: DrillRunId,
  groupId: GroupId,
  kind: DrillKind,
  fromPathId: PathId,
  toPathId: PathId,
  /** For `official`. */
  target: FaultTestTarget.optional(),
  /** For `reroute`: the incident of the ordered move. */
  incidentId: IncidentId.optional(),
  begunAtMs: z.number(),
  /** Mandatory end: from then on the watchdog ends it, whoever is still at it. */
  endsAtMs: z.number(),
  /** Written right before the fault or the move is ordered; from then on something may be on. */
  faultAtMs: z.number().optional(),
  /** What every route of the plan read as before. */
  before: z.array(z.strictObject({ change: RouteChange, before: PreImage })),
  /** Grows at each write; a writer names the one it has read. */
  version: z.int().nonnegative(),
});
export type ActiveDrill = z.infer<typeof ActiveDrill>;

/** What requests on the group's flows said while the fault was on. */
export const DrillMeasurement = z.strictObject({
  /** Mean time between two rounds of requests: no time below is known closer than that. */
  intervalMs: z.number().nonnegative(),
  /** When the fault, or the move, had been ordered. */
  faultAtMs: z.number(),
  firstLostAtMs: z.number().optional(),
  /** First round that was answered whole, with its packets counted on `actualPathId`. */
  firstOnBackupAtMs: z.number().optional(),
  /** From the first lost request to the first round on the backup; 0 = none was lost; absent = traffic was not seen there. */
  rtoMs: z.number().nonnegative().optional(),
  /** From the order to the first round on the backup. */
  switchMs: z.number().nonnegative().optional(),
  sentCount: z.int().nonnegative(),
  lostCount: z.int().nonnegative(),
  expectedPathId: PathId,
  /** Absent = the packets of no path went up with the requests, or they cannot be counted. */
  actualPathId: PathId.optional(),
  flowIds: z.array(FlowId),
});
export type DrillMeasurement = z.infer<typeof DrillMeasurement>;

/** What was read after the end: whether all is as it was. */
export const DrillRestored = z.strictObject({
  isAsBefore: z.boolean(),
  atMs: z.number(),
  /** Routes that read as before, of those that were read. */
  routesAsBeforeCount: z.int().nonnegative(),
  routeCount: z.int().nonnegative(),
  /** For `official`: no test runs any more, and the sessions are up. */
  isTestOver: z.boolean().optional(),
  /** What is not as before, in words. */
  open: z.array(z.string()),
});
export type DrillRestored = z.infer<typeof DrillRestored>;

/** Digest of each part of a report, and a signature over them. Detached: the report is readable without it. */
export const ReportSeal = z.strictObject({
  algorithm: z.literal("Ed25519"),
  /** The first 16 hex digits of the SHA-256 of the public key (SPKI, DER). */
  keyId: z.string().regex(/^[0-9a-f]{16}$/, "must be 16 hex digits"),
  /** SHA-256 of the canonical JSON (RFC 8785) of each top-level part, hex. */
  digests: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex")),
  /** Base64, over the canonical JSON of `{digests, keyId}`. */
  signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/, "must be an Ed25519 signature in base64"),
});
export type ReportSeal = z.infer<typeof ReportSeal>;

/** One run of a drill over one group. */
export const DrillRun = z.strictObject({
  runId: DrillRunId,
  drillId: DrillId,
  estate: z.string(),
  groupId: GroupId,
  kind: DrillKind,
  /** Who ordered it: a name, or `schedule`. */
  by: z.string().min(1).max(100),
  status: DrillStatus,
  /** Why it is in that status. */
  reason: z.string(),
  /** Absent if no plan was stored. */
  fromPathId: PathId.optional(),
  toPathId: PathId.optional(),
  targetRtoMs: z.number().positive(),
  orderedAtMs: z.number(),
  endedAtMs: z.number().optional(),
  measured: DrillMeasurement.optional(),
  restored: DrillRestored.optional(),
  timeline: z.array(z.strictObject({ atMs: z.number(), what: z.string() })),
});
export type DrillRun = z.infer<typeof DrillRun>;

/** A run as it is kept and shown. No seal: it still runs, or no key was set when it ended. */
export const DrillReport = z.strictObject({ run: DrillRun, seal: ReportSeal.optional() });
export type DrillReport = z.infer<typeof DrillReport>;
