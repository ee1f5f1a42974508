import * as z from "zod";
import { CostAnomaly } from "../model/cost/anomaly.ts";
import { BillingMonth } from "../model/cost/charge.ts";
import { CostRecommendation } from "../model/cost/recommendation.ts";
import { CostScope } from "../model/cost/scope.ts";

/** A bill, or a newer one for the same month, was taken. */
export const RowsIngested = z.strictObject({
  deliveryId: z.string(),
  sourceId: z.string(),
  billingMonth: BillingMonth,
  takenCount: z.int().nonnegative(),
  setAsideCount: z.int().nonnegative(),
  /** Exact decimals by currency. */
  billed: z.record(z.string(), z.string()),
  replacedBilled: z.record(z.string(), z.string()).optional(),
});

/** Something costs more than it should; told again if it gets worse or ends. */
export const AnomalyFound = CostAnomaly.omit({ feedback: true, version: true });

/** A way to pay less, or what became of it by the bill. */
export const CostRecommended = CostRecommendation.omit({ todo: true, decided: true, version: true });

/** A budget's threshold is passed, or foreseen to be. */
export const BudgetExceeded = z.strictObject({
  budgetId: z.string(),
  scope: CostScope,
  threshold: z.enum(["monthly", "monthly-foreseen", "daily", "emergency"]),
  ratio: z.number().positive().optional(),
  limitUsd: z.number().positive(),
  usd: z.number(),
  /** The month or day it is about. */
  period: z.string(),
});

/** Links whose bill of a month is another than the meter's by more than list prices explain, the largest first. */
export const ResidualFound = z.strictObject({
  billingMonth: BillingMonth,
  linkCount: z.int().positive(),
  /** Billed beyond what was metered, all of them together; less than zero = metered and not billed. */
  residualUsd: z.number(),
  links: z
    .array(
      z.strictObject({
        connectionId: z.string().min(1),
        meteredUsd: z.number().nonnegative(),
        billedUsd: z.number(),
        reason: z.string().max(300).optional(),
      }),
    )
    .min(1)
    .max(5),
});

/** A look at costs of which not every step could be done: what it says of costs is not all there is to say. */
export const CostCheckFailed = z.strictObject({
  kind: z.enum(["meter", "bills"]),
  /** Each step that failed, and why. */
  reason: z.string().max(4_000),
});

export type ResidualFound = z.infer<typeof ResidualFound>;
export type CostCheckFailed = z.infer<typeof CostCheckFailed>;
export type RowsIngested = z.infer<typeof RowsIngested>;
export type AnomalyFound = z.infer<typeof AnomalyFound>;
export type CostRecommended = z.infer<typeof CostRecommended>;
export type BudgetExceeded = z.infer<typeof BudgetExceeded>;
