import * as z from "zod";

/** What a move touches. A need or volume nobody declared counts as 0, so each figure is "at least". */
export const BlastRadius = z.strictObject({
  /** Groups off their primary path once it is made, itself included. */
  groupCount: z.int().positive(),
  flowCount: z.int().nonnegative(),
  criticalFlowCount: z.int().nonnegative(),
  /** What its flows need at their peaks. */
  neededMbps: z.number().nonnegative(),
  monthlyGb: z.number().nonnegative(),
});
export type BlastRadius = z.infer<typeof BlastRadius>;
