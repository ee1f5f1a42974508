import * as z from "zod";
import { IntentId } from "./ids.ts";
import { IpAddress } from "./network.ts";
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

/**
 * One connection, as a prover is told that has no access to the record: what to measure, and by what it is judged. The hub makes it from
 * a plan under proof.
 */
export const ProofTask = z.strictObject({
  intentId: IntentId,
  /** Address of the source; whoever has it sends from it. */
  sourceIp: IpAddress,
  /** An address; of a public endpoint its name, which the source's network resolves. */
  host: z.union([IpAddress, z.hostname()]),
  port: z.int().min(1).max(65_535),
  /** Speaks TLS from its first byte. */
  isTls: z.boolean(),
  /** A name the destination has. */
  name: z
    .strictObject({
      dnsName: z.string().min(1).max(253),
      /** Whether the name must lead to `host`; else it may be unknown. */
      isNeeded: z.boolean(),
      /** The resolver of the source's network; absent = none is known. */
      resolverIp: IpAddress.optional(),
    })
    .optional(),
  maxRttMs: z.number().positive().optional(),
});
export type ProofTask = z.infer<typeof ProofTask>;

/** What the hub lays down for a prover that it cannot call. */
export const ProofRequest = z.strictObject({
  id: z.string().min(1).max(100),
  /** Nobody waits for the answer any more. */
  expiresAtMs: z.number().int().nonnegative(),
  tasks: z.array(ProofTask).min(1).max(MOST_PROVEN_AT_ONCE),
});
export type ProofRequest = z.infer<typeof ProofRequest>;
