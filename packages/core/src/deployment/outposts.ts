import type { EventType } from "../events/registry.ts";

/** A workload that runs in Azure and in Google Cloud rather than at the hub, each with an identity of its own. */
export interface OutpostSpec {
  /** Functions of that cloud it consists of, as they are registered there. */
  readonly functions: readonly string[];
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** What it may put on the hub's buses, and nothing else; absent = nothing. */
  readonly says?: readonly EventType[];
  /** It reads the networks of its cloud, and hands in what it saw: it may write its cloud's own partition of the state table. */
  readonly looks?: true;
  /** It probes paths: it may read the groups that were built. */
  readonly probes?: true;
  /** It stands in each network that a stage names for it, and nowhere else: it may read what it is asked to measure there, and answer. */
  readonly proves?: true;
}

/** Every workload outside of AWS. Azure's and Google's deployments, and their roles in AWS, are made from this list. */
export const outposts = {
  probe: {
    functions: ["probe"],
    timeoutSeconds: 75,
    memoryMb: 512,
    says: ["health.path-state-changed.v1", "health.snapshot-taken.v1"],
    probes: true,
  },
  discover: {
    functions: ["discover", "discover-on-change"],
    timeoutSeconds: 300,
    memoryMb: 512,
    says: ["topology.cloud-looked-at.v1"],
    looks: true,
  },
  "relay-alarm": { functions: ["relay-alarm"], timeoutSeconds: 30, memoryMb: 512, says: ["alarm.raised.v1"] },
  // forty connections that nobody answers take less than two minutes
  prove: { functions: ["prove"], timeoutSeconds: 170, memoryMb: 512, proves: true },
} as const satisfies Readonly<Record<string, OutpostSpec>>;

/** Name of a workload outside of AWS. */
export type OutpostName = keyof typeof outposts;

/** Partition of the state table in which a cloud's own functions hand in what they saw. */
export const inboxPartition = (cloud: string): string => `INBOX#${cloud}`;

/** Partition of the state table that holds the groups that were built. */
export const BUILT_GROUP_PARTITION = "BUILT-GROUP";
/** Partition of the state table that holds what the prover of a place is asked; the prover reads it. */
export const proofRequestPartition = (place: string): string => `PROOF-REQUEST#${place}`;
/** The one in which it answers. */
export const proofAnswerPartition = (place: string): string => `PROOF-ANSWER#${place}`;
/** The place of an agent, where no network's key can be. */
export const agentPlace = (vantageId: string): string => `agent/${vantageId}`;
