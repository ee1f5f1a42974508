import * as z from "zod";
import { IntentId } from "./intent.ts";
import { ProofEvidence } from "./provision-run.ts";

/** Connections that one order may name: eight at a time, each seven connections of three seconds at most, stay below two minutes. */
export const MOST_PROVEN_AT_ONCE = 40;

/**
 * Input of the function that measures from inside a network. It says no address and no port: these are in the record of the run,
 * which must be of this plan and under proof.
 */
export const ProofOrder = z.strictObject({
  runId: IntentId,
  planHash: z.string().min(12).max(64),
  intentIds: z.array(IntentId).min(1).max(MOST_PROVEN_AT_ONCE),
});
export type ProofOrder = z.infer<typeof ProofOrder>;

/** What was measured: of the connections that were named, and by packets alone. */
export const MeasuredProof = z.strictObject({
  evidence: z
    .array(ProofEvidence.extend({ check: z.enum(["dns", "tcp", "tls", "latency"]) }))
    .max(MOST_PROVEN_AT_ONCE * 4),
});
export type MeasuredProof = z.infer<typeof MeasuredProof>;
