import * as z from "zod";
import { CostScope } from "./scope.ts";

export const RecommendationKind = z.enum([
  "zombie-vpn",
  "low-traffic-vpn",
  "link-size",
  "second-port-date",
  "commitment",
  "spot",
  "schedule",
  "rightsize",
  "storage-tier",
  "chatty-flow",
  "move-workload",
]);
export type RecommendationKind = z.infer<typeof RecommendationKind>;

export const CostRecommendationId = z.string().regex(/^cr-[a-z0-9-]{6,80}$/);

/** A way to pay less: what, why, how much, at what risk; and afterwards, by the bill, whether it came true. */
export const CostRecommendation = z.strictObject({
  id: CostRecommendationId,
  kind: RecommendationKind,
  title: z.string().max(300),
  scope: CostScope,
  subjects: z.array(z.string()).min(1),
  evidence: z.array(z.string().max(500)).min(1).max(50),
  /** A month: the middle, and between what and what in four of five cases. */
  savingUsd: z.number().nonnegative(),
  savingLowUsd: z.number(),
  savingHighUsd: z.number(),
  risk: z.enum(["low", "medium", "high"]),
  risks: z.array(z.string().max(300)).max(20),
  todo: z.array(z.strictObject({ step: z.string().max(500), undo: z.string().max(500) })).max(50),
  raisedAtMs: z.number(),
  /** `ended`: it was open, and the last look found no grounds for it. */
  status: z.enum(["open", "accepted", "dismissed", "verified", "not-verified", "ended"]),
  endedAtMs: z.number().optional(),
  /** Who accepted or dismissed it, or said it was done, last. */
  decided: z.strictObject({ by: z.string(), atMs: z.number(), note: z.string().max(500) }).optional(),
  /** When somebody said it was done; verification compares whole days before and after. */
  doneAtMs: z.number().optional(),
  verified: z
    .strictObject({
      atMs: z.number(),
      /** A month, by the bill, with the interval of the comparison; what usage alone explains is taken out. */
      savedUsd: z.number(),
      savedLowUsd: z.number(),
      savedHighUsd: z.number(),
      daysBefore: z.int().positive(),
      daysAfter: z.int().positive(),
      says: z.string().max(500),
    })
    .optional(),
  /** How often it was written: each write is in place of the version that was read. Absent = not yet. */
  version: z.int().nonnegative().optional(),
});
export type CostRecommendation = z.infer<typeof CostRecommendation>;
