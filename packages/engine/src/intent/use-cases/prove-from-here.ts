import type { MeasuredProof, ProofOrder } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { intentError } from "../errors.ts";
import { endsOf } from "../provision/proof-ends.ts";
import { proofTasks } from "../provision/proof-tasks.ts";
import { measureTasks } from "./measure-tasks.ts";

type ProverDeps = Pick<Deps, "clock" | "estimates" | "intents" | "log" | "made" | "names" | "prober" | "topologies">;

/**
 * Measures connections of a run from where this function stands. Where to is read from the record of a plan under proof, and from
 * nowhere else: it is no scanner. @throws ERR_PROOF_UNWANTED
 */
export async function proveFromHere(deps: ProverDeps, order: ProofOrder): Promise<MeasuredProof> {
  const { runId, planHash, intentIds } = order;
  const run = await deps.intents.find(runId);
  const asked = new Set<string>(intentIds);
  if (
    run?.status !== "proving" ||
    run.plan?.hash !== planHash ||
    [...asked].some((id) => !run.plan?.ways.some(({ intentId }) => intentId === id))
  )
    throw intentError(
      "ERR_PROOF_UNWANTED",
      `nothing was sent: ${runId} is ${run?.status ?? "not known here"}, and only connections of a plan under proof are measured, by the hash of that plan`,
      { runId },
    );
  const topology = (await deps.topologies.latest())?.topology;
  const known = endsOf(run, await deps.made.list(runId)).flatMap((one) =>
    one.kind === "known" && asked.has(one.way.intentId) ? [one] : [],
  );
  return measureTasks(deps, proofTasks(run, known, topology, deps.estimates.resolverIp));
}
