import * as z from "zod";
import { PathId, VantageId } from "../model/ids.ts";
import { PathHealthRecord, PathStateName } from "../model/path-health.ts";
import { ProbeEvidence } from "../model/probe-sample.ts";

/** A path changed its state, as one vantage sees it. */
export const PathStateChanged = z.strictObject({
  pathId: PathId,
  vantageId: VantageId,
  from: PathStateName,
  to: PathStateName,
  /** Why, in words: "3 probes in a row unanswered". */
  because: z.string(),
  sinceMs: z.number(),
  epoch: z.int().nonnegative(),
  /** The last probes of this burst, oldest first, with the one that changed it at the end; absent in what older versions sent. */
  samples: z.array(ProbeEvidence).max(10).optional(),
});
export type PathStateChanged = z.infer<typeof PathStateChanged>;

/** What the probes of one path saw in a burst; of a failure of the vantage itself nothing counts. */
export const ProbeRound = z.strictObject({
  pathId: PathId,
  sentCount: z.int().positive(),
  lostCount: z.int().nonnegative(),
  /** Median; absent = no answer. */
  rttP50Ms: z.number().nonnegative().optional(),
});
export type ProbeRound = z.infer<typeof ProbeRound>;

/** Every path of one vantage, once a minute, whether anything happened or not (constant work). */
export const SnapshotTaken = z.strictObject({
  vantageId: VantageId,
  slotMs: z.number(),
  sampleCount: z.int().nonnegative(),
  lostCount: z.int().nonnegative(),
  paths: z.array(PathHealthRecord),
  /** The whole burst, where a path's health keeps the last samples only; absent in what older versions recorded. */
  rounds: z.array(ProbeRound).optional(),
});
export type SnapshotTaken = z.infer<typeof SnapshotTaken>;
