import type { Connection } from "@skylane/core";
import type { Candidate } from "../candidates/candidate.ts";
import { sharedRisksOf } from "../shared-risks.ts";

/** A way is a detour if it takes that many times as long as the fastest, and that much longer. */
const DETOUR = { ratio: 2.5, ms: 30 } as const;

/**
 * Candidates that somebody would want: none that takes the traffic over another continent to save a tunnel's fee. A detour stays
 * where it is the only way, or the fastest one, around a failure that the others do not survive. Ways whose latency is not known
 * stay.
 */
export function withoutDetours(
  candidates: readonly Candidate[],
  inventory: ReadonlyMap<string, Connection>,
): readonly Candidate[] {
  const fastestMs = Math.min(...candidates.map(({ rttMs = Number.POSITIVE_INFINITY }) => rttMs));
  const limitMs = Math.max(fastestMs * DETOUR.ratio, fastestMs + DETOUR.ms);
  const isDetour = ({ rttMs = 0 }: Candidate): boolean => rttMs > limitMs;
  const kept = candidates.filter((candidate) => !isDetour(candidate));
  const risksOf = (candidate: Candidate): ReadonlySet<string> =>
    new Set(candidate.hops.flatMap(({ connection }) => sharedRisksOf(connection, inventory.get(connection.id))));
  const detours = candidates.filter(isDetour).sort((a, b) => (a.rttMs ?? 0) - (b.rttMs ?? 0));
  for (const risk of new Set(candidates.flatMap((candidate) => [...risksOf(candidate)]))) {
    if (kept.some((candidate) => !risksOf(candidate).has(risk))) continue;
    const around = detours.find((candidate) => !risksOf(candidate).has(risk));
    if (around) kept.push(around);
  }
  // in the order they came
  return candidates.filter((candidate) => kept.includes(candidate));
}
