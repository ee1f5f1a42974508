import * as z from "zod";
import { CostScope } from "./scope.ts";

/** What a scope may cost, and when somebody is told. */
export const Budget = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be lower-case letters, digits or -, e.g. data-platform"),
  scope: CostScope,
  monthlyUsd: z.number().positive(),
  /** Told once a month when this part is spent; from the whole on, when it is foreseen to be, too. */
  monthlyRatios: z.array(z.number().positive().max(10)).min(1).max(10).default([0.5, 0.8, 1]),
  /** Told once a day. */
  dailyUsd: z.number().positive().optional(),
  /** A page, at once: by the meter, not by the bill. */
  emergencyUsdPerDay: z.number().positive().optional(),
});
export type Budget = z.infer<typeof Budget>;

/** Where a scope will be at the end of the month: the middle, and between what and what in four of five cases (backtested). */
export const CostForecast = z.strictObject({
  scope: CostScope,
  atMs: z.number(),
  spentUsd: z.number(),
  monthEndUsd: z.number(),
  lowUsd: z.number(),
  highUsd: z.number(),
  /** Days of history it stands on. */
  dayCount: z.int().nonnegative(),
  /** Mean absolute error of a month's end, a share of it, at this day of the month in past months; absent = too little history. */
  backtestErrorRatio: z.number().nonnegative().optional(),
  /** Part of past month ends that lay within the interval. */
  backtestCoverRatio: z.number().min(0).max(1).optional(),
});
export type CostForecast = z.infer<typeof CostForecast>;
