import type { IntentRun, MeasuredProof, ProofEvidence, Topology } from "@skylane/core";
import { MOST_PROVEN_AT_ONCE, SkylaneError } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { type FoundProver, findProver } from "../provision/find-prover.ts";
import { judgeReach, judgeSource } from "../provision/judge-proof.ts";
import type { KnownEnds, ProofEnds } from "../provision/proof-ends.ts";
import { proofTasks } from "../provision/proof-tasks.ts";
import { askProver } from "./ask-prover.ts";
import { inParallel } from "./in-parallel.ts";

type MeasureDeps = Pick<Deps, "clock" | "config" | "estimates" | "ids" | "log" | "proofRequests" | "provers">;
type Found = Omit<ProofEvidence, "intentId" | "atMs">;
type Prover = Exclude<FoundProver, { readonly kind: "none" }>;

const PARALLEL_COUNT = 8;

/**
 * What provers in the sources' networks measure, by the id of the intent. Where none stands, that is said and what to do; people who
 * have signed a plan that told so have waived it.
 */
export async function measureProof(
  deps: MeasureDeps,
  run: IntentRun,
  all: readonly ProofEnds[],
  topology: Topology | undefined,
): Promise<ReadonlyMap<string, readonly ProofEvidence[]>> {
  const atMs = deps.clock.nowMs();
  const evidence: ProofEvidence[] = [];
  const note = ({ way: { intentId } }: ProofEnds, found: Found) => evidence.push({ ...found, intentId, atMs });
  const asked = new Map<string, { readonly prover: Prover; readonly ends: KnownEnds[] }>();
  for (const ends of all) {
    if (ends.kind === "unknown") {
      note(ends, { ...judgeReach("tcp", ends.way.destinationAddress, []), seen: "no address to ask" });
      continue;
    }
    const prover = findProver(ends.intent, deps.config);
    if (prover.kind === "none") {
      note(ends, judgeSource(prover.because, isWaived(run, ends)));
      continue;
    }
    const group = asked.get(placeOf(prover)) ?? { prover, ends: [] };
    group.ends.push(ends);
    asked.set(placeOf(prover), group);
  }
  const orders = [...asked.values()].flatMap(({ prover, ends }) => inPieces(ends).map((some) => ({ prover, some })));
  evidence.push(
    ...(await inParallel(orders, PARALLEL_COUNT, ({ prover, some }) => ask(deps, run, prover, some, topology))).flat(),
  );
  return Map.groupBy(evidence, ({ intentId }) => intentId);
}

const placeOf = (prover: Prover): string => {
  if (prover.kind === "all") return "";
  return prover.kind === "called" ? prover.prover.networkKey : prover.place;
};

const isWaived = ({ plan, signatures }: IntentRun, { way: { intentId } }: ProofEnds): boolean =>
  signatures.length > 0 && plan?.unprovenIntentIds?.includes(intentId) === true;

const inPieces = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / MOST_PROVEN_AT_ONCE) }, (_, i) =>
    all.slice(i * MOST_PROVEN_AT_ONCE, (i + 1) * MOST_PROVEN_AT_ONCE),
  );

/** What one prover says, of these connections only; that it did not say anything, where it did not. */
async function ask(
  deps: MeasureDeps,
  run: IntentRun,
  prover: Prover,
  some: readonly KnownEnds[],
  topology: Topology | undefined,
): Promise<readonly ProofEvidence[]> {
  const intentIds = some.map(({ way }) => way.intentId);
  const atMs = deps.clock.nowMs();
  const unsaid = (ids: readonly ProofEvidence["intentId"][], seen: string): readonly ProofEvidence[] =>
    ids.map((intentId) => ({ ...judgeSource(seen, false), intentId, atMs }));
  const measure = (): Promise<MeasuredProof> => {
    if (prover.kind === "asked")
      return askProver(deps, prover.place, proofTasks(run, some, topology, deps.estimates.resolverIp));
    const order = { runId: run.id, planHash: run.plan?.hash ?? "", intentIds };
    return deps.provers.measure(prover.kind === "called" ? prover.prover : undefined, order);
  };
  try {
    const { evidence } = await measure();
    const own = evidence.filter(({ intentId }) => intentIds.includes(intentId));
    // whoever says nothing of whether it is reached has measured nothing
    const silent = intentIds.filter((id) => !own.some(({ intentId, check }) => intentId === id && check === "tcp"));
    return [...own, ...unsaid(silent, "its prover said nothing of it")];
  } catch (error) {
    if (!(error instanceof SkylaneError)) throw error;
    deps.log.warn("prover did not measure", { runId: run.id, place: placeOf(prover), code: error.code });
    return unsaid(intentIds, `${error.code}: ${error.message}`.slice(0, 1_000));
  }
}
