import * as z from "zod";
import { GroupId, PathId, VantageId } from "../model/ids.ts";
import { SloKind, SloSeverity } from "../model/slo.ts";

const about = {
  pathId: PathId,
  vantageId: VantageId,
  groupId: GroupId,
  slo: SloKind,
  severity: SloSeverity,
  /** Share of the time that is promised to be good. */
  objectiveRatio: z.number().gt(0).lt(1),
  /** What is good, for latency. */
  latencyP95Ms: z.number().positive().optional(),
  periodDays: z.int().positive(),
  /** Of the period's budget; below 0 it is overdrawn. */
  remainingRatio: z.number().max(1),
  sinceMs: z.number(),
};

/** A path uses up its error budget faster than it may. */
export const BurnRateExceeded = z.strictObject({
  ...about,
  /** The fastest rule that holds: in both windows the rate is above `factor`; 1 = the budget lasts just as long as the period. */
  rule: z.strictObject({
    factor: z.number().positive(),
    longMs: z.number().positive(),
    shortMs: z.number().positive(),
    longBurnRate: z.number().nonnegative(),
    shortBurnRate: z.number().nonnegative(),
  }),
});
export type BurnRateExceeded = z.infer<typeof BurnRateExceeded>;

/** It does no more. */
export const BurnRateRecovered = z.strictObject({ ...about, atMs: z.number() });
export type BurnRateRecovered = z.infer<typeof BurnRateRecovered>;
