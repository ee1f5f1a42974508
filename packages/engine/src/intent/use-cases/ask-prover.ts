import type { MeasuredProof, ProofTask } from "@skylane/core";
import { coreError } from "@skylane/core";
import type { Deps } from "../../deps.ts";

type AskDeps = Pick<Deps, "clock" | "ids" | "proofRequests">;

/** Functions in other clouds look once a minute; then there is time to measure. */
const WAIT_MS = 100_000;
const LOOK_MS = 1_000;

/**
 * Lays down for the prover of a place what it is to measure, and waits for what it says, for 100 s at most. @throws ERR_PROVER_UNAVAILABLE
 */
export async function askProver(
  { clock, ids, proofRequests }: AskDeps,
  place: string,
  tasks: readonly ProofTask[],
): Promise<MeasuredProof> {
  const id = ids.next();
  const untilMs = clock.monotonicMs() + WAIT_MS;
  await proofRequests.ask(place, { id, expiresAtMs: clock.nowMs() + WAIT_MS, tasks: [...tasks] });
  try {
    while (clock.monotonicMs() < untilMs) {
      await clock.sleepUntil(clock.monotonicMs() + LOOK_MS);
      const measured = await proofRequests.answerTo(place, id);
      if (measured) return measured;
    }
  } finally {
    await proofRequests.remove(place, id);
  }
  throw coreError(
    "ERR_PROVER_UNAVAILABLE",
    `the prover of ${place} has not answered in ${WAIT_MS / 1_000} s; see that it runs, and may read and write its partitions of the state table`,
    { place },
  );
}
