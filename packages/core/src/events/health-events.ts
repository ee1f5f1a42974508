import * as z from "zod";
import { PathId, VantageId } from "../model/ids.ts";
import { PathHealthRecord, PathStateName } from "../model/path-health.ts";

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
});
export type PathStateChanged = z.infer<typeof PathStateChanged>;

/** Every path of one vantage, once a minute, whether anything happened or not (constant work). */
export const SnapshotTaken = z.strictObject({
  vantageId: VantageId,
  slotMs: z.number(),
  sampleCount: z.int().nonnegative(),
  lostCount: z.int().nonnegative(),
  paths: z.array(PathHealthRecord),
});
export type SnapshotTaken = z.infer<typeof SnapshotTaken>;
