import * as z from "zod";
import { IntentId } from "../model/ids.ts";

const about = { runId: IntentId, title: z.string().max(300), intentCount: z.int().positive() };

/** Somebody asked for connections. */
export const IntentSubmitted = z.strictObject({ ...about, askedBy: z.string() });
/** A request cannot be planned before it is answered; one line a question. */
export const ClarificationAsked = z.strictObject({ ...about, questions: z.array(z.string()).max(50) });
/** A plan waits for signatures. */
export const IntentApprovalAsked = z.strictObject({
  ...about,
  planHash: z.string(),
  neededCount: z.int().positive(),
  stepCount: z.int().nonnegative(),
  monthlyUsd: z.number().nonnegative().optional(),
  expiresAtMs: z.number(),
});
/** A plan has the signatures it needs, or needs none by policy. */
export const IntentApproved = z.strictObject({ ...about, planHash: z.string(), by: z.array(z.string()) });
/** Somebody said no, took the request back, or let it run out. */
export const IntentRejected = z.strictObject({ ...about, by: z.string(), reason: z.string() });
/** Objects were made, or taken away, since it was last told. */
export const IntentStepCompleted = z.strictObject({
  ...about,
  stepIds: z.array(z.string()).max(500),
  readyCount: z.int().nonnegative(),
  stepCount: z.int().nonnegative(),
});
/** The connections stand, and traffic has proven it. */
export const IntentFulfilled = z.strictObject({
  ...about,
  planHash: z.string(),
  proofCount: z.int().nonnegative(),
  durationMs: z.number().nonnegative(),
});
/** It failed and was taken back; `leftStepIds` could not be. */
export const IntentRolledBack = z.strictObject({ ...about, reason: z.string(), leftStepIds: z.array(z.string()) });
/** What was made has been taken away because somebody wanted that; `leftStepIds` could not be. */
export const IntentUndone = z.strictObject({ ...about, by: z.string(), leftStepIds: z.array(z.string()) });

/** Documents of connections were written, or say now that they were taken back; the text is in the store. */
export const IntentDocumented = z.strictObject({ ...about, intentIds: z.array(IntentId).max(500) });

export type IntentRolledBack = z.infer<typeof IntentRolledBack>;
export type IntentUndone = z.infer<typeof IntentUndone>;
