import type * as z from "zod";
import type { ProverSettings } from "../config/intents.ts";
import type { ProvisionStep } from "../model/connect-plan.ts";
import type { MeasuredProof, ProofOrder, ProofRequest } from "../model/proof-order.ts";

/** A step whose references are replaced by what other steps put out, and who it is made for. */
export interface ResolvedStep extends ProvisionStep {
  /** Written on the object where it can bear tags: `skylane:run`, `skylane:step`, `skylane:owner`, `skylane:cost-centre`. */
  readonly tags: Readonly<Record<string, string>>;
}

/** An object as its cloud shows it now. */
export interface ObservedResource {
  readonly state: "ready" | "pending" | "failed";
  /** True if it bears this step's tags (or, where it can bear none, the name this step gives it). */
  readonly isOurs: boolean;
  /** Ids by which it is removed. */
  readonly ids: Readonly<Record<string, string>>;
  /** What other steps refer to; complete once `ready`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Fields of `desired` that it does not fulfil; empty = it is as wanted. */
  readonly differs: readonly string[];
  /** What the cloud says of a failure. */
  readonly reason?: string | undefined;
}

/**
 * One kind of object in one cloud. Safe to repeat: observe, compare, write only what is missing. Nothing waits in it: what takes
 * its time is begun, and observed later. No secret is in a step: a field that ends in `Secret` holds the name of one.
 */
export interface Provisioner {
  /** `<cloud>.<kind>`. */
  readonly resource: string;
  readonly desired: z.ZodType<Readonly<Record<string, unknown>>>;
  /** What the cloud typically takes, milliseconds (clouds' documentation, or seen). */
  readonly typicalMs: number;
  /** What is there for this step; `undefined` = nothing. */
  observe(step: ResolvedStep): Promise<ObservedResource | undefined>;
  /** The part of the state before that `ensure` would overwrite; absent where it only ever creates. */
  snapshot?(step: ResolvedStep): Promise<Readonly<Record<string, string>> | null>;
  /**
   * Begins what is missing. `isAbsent`: `observe` has just found nothing, and it need not be looked for again before it is made.
   * @throws a CloudError: retried if it is of kind `unavailable` or `conflict`, else the step has failed
   */
  ensure(step: ResolvedStep, known?: { readonly isAbsent: boolean }): Promise<ObservedResource>;
  /** Begins to take away what `ids` name, or puts back `before`. `pending`: ask again. */
  remove(
    step: ResolvedStep,
    made: { readonly ids: Readonly<Record<string, string>>; readonly before: Readonly<Record<string, string>> | null },
  ): Promise<"removed" | "pending">;
}

/** Every provisioner of every cloud, found by what it makes. */
export interface Provisioning {
  provisioner(resource: string): Provisioner;
}

/** Keeps secrets that Skylane makes, such as pre-shared keys; adapters read them by name at the moment they are sent. */
export interface Vault {
  /** Makes a random pre-shared key under that name, unless there is one: 48 characters of `[A-Za-z0-9._]`, the first no `0`. */
  ensurePresharedKey(name: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Asks a network's own resolver for a name, from an address in that network. */
export interface NameProver {
  lookUp(question: {
    readonly sourceIp: string;
    readonly resolverIp: string;
    readonly name: string;
    readonly timeoutMs: number;
  }): Promise<
    | { readonly outcome: "ok"; readonly addresses: readonly string[]; readonly rttMs: number }
    | { readonly outcome: "no-such-name" | "timeout" | "refused" | "vantage-error" }
  >;
}

/** Functions that measure new connections from inside the networks these begin in. */
export interface Provers {
  /** What this prover measures; `undefined` = the one that reaches every network. @throws ERR_PROVER_UNAVAILABLE */
  measure(prover: ProverSettings | undefined, order: ProofOrder): Promise<MeasuredProof>;
}

/**
 * What provers that cannot be called measure: those in other clouds, and agents. The hub lays down a request for a place and waits; a
 * place is the key of a network, or an agent.
 */
export interface ProofRequests {
  ask(place: string, request: ProofRequest): Promise<void>;
  /** `undefined` = it has not answered, or not in the form of an answer. */
  answerTo(place: string, requestId: string): Promise<MeasuredProof | undefined>;
  /** Takes a request back: it was answered, or nobody waits any more. */
  remove(place: string, requestId: string): Promise<void>;
}

/** The same as the prover of a place sees it, which reaches nothing else of what is kept. */
export interface ProofInbox {
  /** What waits; what is not in the form of a request is left out. */
  waiting(place: string): Promise<readonly ProofRequest[]>;
  answer(place: string, requestId: string, measured: MeasuredProof): Promise<void>;
}
