import * as z from "zod";
import { IntentId } from "./ids.ts";

const names = z.record(z.string(), z.string());

/** What became of one step: written before the first call, and before each wait. */
export const MadeResource = z.strictObject({
  stepId: z.string(),
  resource: z.string(),
  key: z.string(),
  /** `planned` → `ordering` (a call may have been made) → `ordered` (the cloud has taken it) → `ready`; back by `removing` to `removed`. */
  state: z.enum(["planned", "ordering", "ordered", "ready", "failed", "removing", "removed"]),
  /** True if it was there before us: used, never removed. */
  wasThere: z.boolean(),
  /** Ids by which it is removed. */
  ids: names,
  /** What other steps refer to. */
  outputs: names,
  /** State before, of what was changed and not made; `null` = nothing was there. */
  before: names.nullable(),
  /** Refusals; while nobody answers none is counted. */
  attemptCount: z.int().nonnegative(),
  /** Since when a cloud or a vault does not answer that should let go of it; absent = it has answered the last time. */
  awaySinceMs: z.number().optional(),
  orderedAtMs: z.number().optional(),
  readyAtMs: z.number().optional(),
  reason: z.string().max(1_000).optional(),
});
export type MadeResource = z.infer<typeof MadeResource>;

/** One thing that was measured to prove a connection. */
export const ProofEvidence = z.strictObject({
  intentId: IntentId,
  /** `source` = that packets were sent from the source's network at all. */
  check: z.enum(["source", "dns", "tcp", "tls", "latency", "path", "policy"]),
  isProven: z.boolean(),
  /** True where the plan said that nobody could measure it, and people signed it so. */
  isWaived: z.boolean().optional(),
  /** What was wanted and what was seen, in words a person can check. */
  wanted: z.string(),
  seen: z.string(),
  measuredMs: z.array(z.number()).default([]),
  atMs: z.number(),
});
export type ProofEvidence = z.infer<typeof ProofEvidence>;
