import type { CoverageGap, PathPlan } from "@skylane/core";
import type { Assignment, ChoiceProblem, ProblemCandidate } from "../optimise/problem.ts";
import type { BuiltProblem } from "./build-problem.ts";
import type { EstateFacts } from "./estate-facts.ts";

/** Indexes of the risks that take a way along. */
export function risksOfWays(problem: ChoiceProblem): (candidate: ProblemCandidate) => ReadonlySet<number> {
  const risksOfLink = problem.links.map((): number[] => []);
  for (const [risk, { links }] of problem.risks.entries()) for (const link of links) risksOfLink[link]?.push(risk);
  const known = new WeakMap<ProblemCandidate, ReadonlySet<number>>();
  return (candidate) => {
    const found = known.get(candidate) ?? new Set(candidate.links.flatMap((link) => risksOfLink[link] ?? []));
    known.set(candidate, found);
    return found;
  };
}

/**
 * Every single failure on the primary way of every flow, and whether its backup survives it. A failure that is in all of a
 * flow's candidates is survived by none of them: it is told as `no-way`. The flow's own two places are not looked at.
 */
export function coverageOf(
  built: BuiltProblem,
  { parts }: Pick<Assignment, "parts">,
  { topology }: Pick<EstateFacts, "topology">,
): PathPlan["coverage"] {
  const { problem, choices } = built;
  const placeOf = new Map(topology.networks.map(({ key, cloud, regionId }) => [key, `place:${cloud}:${regionId}`]));
  const risksOf = risksOfWays(problem);
  let caseCount = 0;
  const gaps: CoverageGap[] = [];
  for (const [i, { placed }] of choices.entries()) {
    const candidates = problem.flows[i]?.candidates ?? [];
    const ownPlaces = new Set([placed.sourceKey, placed.destinationKey].map((key) => placeOf.get(key ?? "")));
    const lost = new Map<number, CoverageGap["because"]>();
    const looked = new Set<number>();
    for (const { primary, backup } of parts[i] ?? []) {
      const [way, other] = [candidates[primary], backup === undefined ? undefined : candidates[backup]];
      if (!way) continue;
      for (const risk of risksOf(way)) {
        // whoever talks from a place that is gone does not talk
        if (ownPlaces.has(problem.risks[risk]?.id)) continue;
        looked.add(risk);
        if (other && !risksOf(other).has(risk)) continue;
        lost.set(risk, candidates.every((candidate) => risksOf(candidate).has(risk)) ? "no-way" : "no-room");
      }
    }
    caseCount += looked.size;
    for (const [risk, because] of lost)
      gaps.push({
        flowId: placed.flow.id,
        class: placed.flow.class,
        riskId: problem.risks[risk]?.id ?? "",
        because,
      });
  }
  return { caseCount, survivedCount: caseCount - gaps.length, gaps };
}
