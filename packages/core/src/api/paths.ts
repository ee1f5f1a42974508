import * as z from "zod";
import { PathStateChanged } from "../events/health-events.ts";
import { FailoverPlan } from "../model/failover-plan.ts";
import { Flow } from "../model/flow.ts";
import { ConnectionId, GroupId, PathId, VantageId } from "../model/ids.ts";
import { PathStateName } from "../model/path-health.ts";
import { PathDay } from "../model/path-performance.ts";

/** `GET /v1/paths/{id}?hours=N`: how far back minutes and changes go. */
export const PathDetailQuery = z.looseObject({ hours: z.coerce.number().int().min(1).max(24).default(1) });

/** One burst of probes as one vantage saw it. What nobody measured is absent. */
export const PathMinute = z.strictObject({
  vantageId: VantageId,
  /** When its last sample was taken. */
  atMs: z.number(),
  state: PathStateName,
  baselineRttMs: z.number().optional(),
  /** Of the whole burst. */
  sentCount: z.int().positive().optional(),
  lostCount: z.int().nonnegative().optional(),
  rttP50Ms: z.number().nonnegative().optional(),
  /** Of the last samples of the burst, the only ones that are kept one by one: lowest, highest, and the mean difference from one to the next. */
  rttLowMs: z.number().nonnegative().optional(),
  rttHighMs: z.number().nonnegative().optional(),
  jitterMs: z.number().nonnegative().optional(),
});
export type PathMinute = z.infer<typeof PathMinute>;

/** What a vantage has learnt of a path over weeks; what is older counts less. */
const LearntPath = z.strictObject({
  vantageId: VantageId,
  rttP50Ms: z.number().nonnegative().optional(),
  rttP95Ms: z.number().nonnegative().optional(),
  rttP99Ms: z.number().nonnegative().optional(),
  /** The last 30 days on which it was seen, oldest first. */
  days: z.array(PathDay),
});

/** `GET /v1/paths/{id}`: what is stored of one path. How it stands this second is in `GET /v1/overview`. */
export const PathDetail = z.strictObject({
  pathId: PathId,
  groupId: GroupId,
  connectionId: ConnectionId,
  atMs: z.number(),
  fromMs: z.number(),
  /** Oldest first; the log holds a week. */
  minutes: z.array(PathMinute),
  /** Oldest first. */
  changes: z.array(PathStateChanged),
  learnt: z.array(LearntPath),
  /** The stored plan of its group; absent = none was made. */
  plan: FailoverPlan.optional(),
  /** Flows of its group, those that need most first. */
  flows: z.array(z.strictObject({ ...Flow.shape, neededMbps: z.number().nonnegative() })),
});
export type PathDetail = z.infer<typeof PathDetail>;
