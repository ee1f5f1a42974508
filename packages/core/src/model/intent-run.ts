import * as z from "zod";
import { ConnectPlan, PolicyViolation } from "./connect-plan.ts";
import { IntentId } from "./ids.ts";
import { IntentRequest, Understanding } from "./intent.ts";
import { PersonName } from "./person.ts";
import { ProofEvidence } from "./provision-run.ts";

/**
 * Where a run is. Waiting for people: `questions`, `refused`, `violating`, `awaiting-approval`. Under way: `approved`,
 * `provisioning`, `proving`, `undoing`. Ended: the rest; `designed` = a plan, where nothing is built; `rolled-back` = it failed and nothing of it is left; `stuck` = something
 * is left that could not be taken away, and a person was told.
 */
export const RunStatus = z.enum([
  "questions",
  "refused",
  "violating",
  "designed",
  "awaiting-approval",
  "approved",
  "provisioning",
  "proving",
  "undoing",
  "fulfilled",
  "undone",
  "rolled-back",
  "rejected",
  "cancelled",
  "expired",
  "stuck",
]);
export type RunStatus = z.infer<typeof RunStatus>;

/** One wish of a run, as it was asked and understood. */
export const RunIntent = z.strictObject({
  id: IntentId,
  request: IntentRequest,
  understanding: Understanding,
  /** Rules it broke as it was asked, which were mended by asking for more. */
  mended: z.array(PolicyViolation).default([]),
});
export type RunIntent = z.infer<typeof RunIntent>;

/** A signature under a plan's hash. */
export const PlanSignature = z.strictObject({
  by: PersonName,
  atMs: z.number(),
  planHash: z.string(),
  reason: z.string().max(500),
});
export type PlanSignature = z.infer<typeof PlanSignature>;

/** A part of the way from the request to the connection, and how long it took. */
export const RunPhase = z.strictObject({
  name: z.enum(["understand", "design", "approve", "provision", "prove", "document", "undo"]),
  startedAtMs: z.number(),
  endedAtMs: z.number().optional(),
});
export type RunPhase = z.infer<typeof RunPhase>;

/** Intents that are designed, approved, built and undone together: one, or all of one upload. Its id is that of a single intent. */
export const IntentRun = z.strictObject({
  id: IntentId,
  /** Grows with every write. */
  version: z.int().nonnegative(),
  status: RunStatus,
  askedBy: PersonName,
  askedAtMs: z.number(),
  /** Of all its connections; of who asked where they have several. Of each: `chargeOf`. */
  owner: PersonName,
  /** Of all its connections; absent where they have several, or none. */
  costCentre: z.string().max(64).optional(),
  intents: z.array(RunIntent).min(1).max(500),
  plan: ConnectPlan.optional(),
  signatures: z.array(PlanSignature).default([]),
  /** From then on an approval is refused. */
  approvalExpiresAtMs: z.number().optional(),
  phases: z.array(RunPhase).default([]),
  evidence: z.array(ProofEvidence).default([]),
  /** Why it was given up, or is not built. */
  failure: z.string().max(2_000).optional(),
  /** Intents that somebody wants undone, or whose run failed; all of them = the run. */
  undoneIntentIds: z.array(IntentId).default([]),
  undoneBy: PersonName.optional(),
});
export type IntentRun = z.infer<typeof IntentRun>;

/** A run as a list shows it. */
export const RunSummary = IntentRun.pick({
  id: true,
  version: true,
  status: true,
  askedBy: true,
  askedAtMs: true,
  owner: true,
}).extend({
  intentCount: z.int().positive(),
  title: z.string().max(300),
  planHash: z.string().optional(),
  /** Signatures the plan needs. */
  neededSignatureCount: z.int().nonnegative().optional(),
});
export type RunSummary = z.infer<typeof RunSummary>;
