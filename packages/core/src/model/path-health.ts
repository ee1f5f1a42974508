import * as z from "zod";
import { PathId, VantageId } from "./ids.ts";

/** The four states of a path. Missing data is `unknown`, never `down`. */
export const PathStateName = z.enum(["unknown", "up", "degraded", "down"]);
export type PathStateName = z.infer<typeof PathStateName>;

/** Why a path is `degraded`. */
export const DegradedBecause = z.enum(["rtt", "loss", "slo"]);
export type DegradedBecause = z.infer<typeof DegradedBecause>;

/** What was counted in one piece of the SLO's window. */
export const SloSlot = z.strictObject({
  startMs: z.number(),
  sampleCount: z.int().nonnegative(),
  answeredCount: z.int().nonnegative(),
  /** Refused by the far end. */
  errorCount: z.int().nonnegative(),
  /** Not answered within the SLO's time. */
  slowCount: z.int().nonnegative(),
});
export type SloSlot = z.infer<typeof SloSlot>;

const common = {
  /** When this state began, wall clock. */
  sinceMs: z.number(),
  /** Counts the changes of state; grows by one at each. Consumers drop what is older than they have seen. */
  epoch: z.int().nonnegative(),
  /** Median RTT learnt from the first healthy samples, then frozen; absent until learnt. */
  baselineRttMs: z.number().positive().optional(),
  /** RTTs gathered towards the baseline; empty once it is learnt. */
  learning: z.array(z.number()),
  /** The last samples, oldest first: RTT in ms, or null for a lost one. */
  recent: z.array(z.number().nullable()),
  failuresInRowCount: z.int().nonnegative(),
  successesInRowCount: z.int().nonnegative(),
  /** Failures of the vantage itself in a row. */
  blindInRowCount: z.int().nonnegative(),
  /** The SLO's window, oldest first; absent where none is set. */
  slo: z.array(SloSlot).optional(),
};

/** State of one path as one vantage sees it: a value that serialises and that `nextPathHealth` alone moves. */
export const PathHealth = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("unknown"), ...common }),
  z.strictObject({ state: z.literal("up"), ...common }),
  z.strictObject({ state: z.literal("degraded"), because: DegradedBecause, ...common }),
  z.strictObject({ state: z.literal("down"), ...common }),
]);
export type PathHealth = z.infer<typeof PathHealth>;

/** A path's health as it is stored and shown. */
export const PathHealthRecord = z.strictObject({
  pathId: PathId,
  vantageId: VantageId,
  health: PathHealth,
  /** When the last sample was taken, wall clock. */
  sampledAtMs: z.number(),
});
export type PathHealthRecord = z.infer<typeof PathHealthRecord>;
