import * as z from "zod";
import { FlowId, GroupId, IncidentId, PathId, VantageId } from "./ids.ts";
import { PathStateName } from "./path-health.ts";
import { PreImage } from "./route-change.ts";

/** Where an incident stands. `moved` = traffic is on the backup and was proven to be. */
export const IncidentStatus = z.enum([
  "open",
  "moved",
  "repaired-by-routing",
  "refused",
  "rolled-back",
  "failed-back",
  "needs-human",
]);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

/** What traffic said: requests on the application flows and counters of the path they should be on. */
export const TrafficProof = z.strictObject({
  sentCount: z.int().nonnegative(),
  answeredCount: z.int().nonnegative(),
  /** Packets the path's interface counted while the requests ran; absent where no counter can be read. */
  pathPacketCount: z.int().nonnegative().optional(),
  flowIds: z.array(FlowId),
});
export type TrafficProof = z.infer<typeof TrafficProof>;

/** Why a move was considered: what a vantage saw of the primary path, or a person's word. */
export const FailoverTrigger = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("path-state"),
    pathId: PathId,
    vantageId: VantageId,
    state: PathStateName,
    /** Of the path's health when it took that state. */
    epoch: z.int().nonnegative(),
  }),
  z.strictObject({
    kind: z.literal("manual"),
    pathId: PathId,
    /** Who ordered it. */
    by: z.string().optional(),
  }),
]);
export type FailoverTrigger = z.infer<typeof FailoverTrigger>;

/** One failure of a group's primary path, from first sign to failed back. */
export const Incident = z.strictObject({
  id: IncidentId,
  groupId: GroupId,
  status: IncidentStatus,
  trigger: FailoverTrigger,
  planHash: z.string().optional(),
  /** Incident that began the outage this one is part of: several links of one site or carrier failed together. */
  partOf: IncidentId.optional(),
  fromPathId: PathId,
  toPathId: PathId.optional(),
  openedAtMs: z.number(),
  closedAtMs: z.number().optional(),
  reason: z.string().optional(),
  preImages: z.array(PreImage),
  proof: TrafficProof.optional(),
  timeline: z.array(z.strictObject({ atMs: z.number(), what: z.string() })),
});
export type Incident = z.infer<typeof Incident>;
