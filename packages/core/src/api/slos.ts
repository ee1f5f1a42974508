import * as z from "zod";
import { GroupId, PathId, VantageId } from "../model/ids.ts";
import { SloKind, SloSeverity } from "../model/slo.ts";

/** How fast the budget is used up in one window; 1 = it lasts just as long as the period. */
export const BurnRateView = z.strictObject({ windowMs: z.number().positive(), burnRate: z.number().nonnegative() });

/** One objective of one path. */
export const SloView = z.strictObject({
  pathId: PathId,
  groupId: GroupId,
  vantageId: VantageId,
  slo: SloKind,
  objectiveRatio: z.number().gt(0).lt(1),
  /** What is good, for latency. */
  latencyP95Ms: z.number().positive().optional(),
  /** Minutes of the period in which it was seen; time in which nobody saw it uses up nothing. */
  seenMinutes: z.number().nonnegative(),
  badMinutes: z.number().nonnegative(),
  budgetMinutes: z.number().positive(),
  /** Of the budget; below 0 it is overdrawn. */
  remainingRatio: z.number().max(1),
  /** Absent = it was not seen. */
  achievedRatio: z.number().min(0).max(1).optional(),
  /** The shortest window first. */
  burnRates: z.array(BurnRateView),
  /** What people were told and is not over. */
  burning: z.strictObject({ severity: SloSeverity, sinceMs: z.number() }).optional(),
});
export type SloView = z.infer<typeof SloView>;

/** GET /v1/slos */
export const SloList = z.strictObject({
  atMs: z.number(),
  /** Absent = no SLOs are configured. */
  periodDays: z.int().positive().optional(),
  /** What is left least comes first. */
  slos: z.array(SloView),
});
export type SloList = z.infer<typeof SloList>;
