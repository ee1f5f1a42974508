import { assignmentOf, evaluate } from "../optimise/evaluate.ts";
import type { ChoiceProblem, ProblemFlow } from "../optimise/problem.ts";
import type { ChoiceSession } from "../plan/session.ts";

/**
 * Answers which candidate a flow would take if its volume were multiplied and everything else stayed as planned: the others'
 * volumes fill the steps of the prices first, their loads take room, and links that they keep open cost nothing more.
 */
export function aloneWithTheRest(session: ChoiceSession, index: number): (factor: number) => number {
  const { built, solution, weights } = session;
  const { problem } = built;
  const flow = problem.flows[index] as ProblemFlow;
  const [part] = solution.assignment.parts[index] ?? [];
  const others = problem.flows.map((one, i) =>
    i === index
      ? {
          ...one,
          mbps: 0,
          monthlyGb: 0,
          candidates: one.candidates.map((candidate) => ({ ...candidate, charges: [] })),
        }
      : one,
  );
  const rest = evaluate({ ...problem, flows: others }, solution.assignment);
  const usedByOthers = assignmentOf(
    problem,
    solution.assignment.parts.map((parts, i) => (i === index ? [] : parts)),
  );
  const alone = (factor: number): ChoiceProblem => ({
    ...problem,
    weights,
    links: problem.links.map(({ expansion: _, capacityMbps, ...link }, i) => ({
      ...link,
      ...(capacityMbps !== undefined && {
        capacityMbps: Math.max(
          0,
          capacityMbps +
            (solution.assignment.isExpanded[i] ? (problem.links[i]?.expansion?.capacityMbps ?? 0) : 0) -
            (rest.peakMbps[i] ?? 0),
        ),
      }),
      monthlyUsd: usedByOthers.isOpen[i] ? 0 : link.monthlyUsd,
    })),
    // volumes that are free and taken by others are free no more
    meters: problem.meters.map((meter, i) => ({
      ...meter,
      baseGb: meter.baseGb + (rest.meters[i]?.gb ?? 0) - (rest.meters[i]?.freeGb ?? 0),
    })),
    allowances: problem.allowances.map(({ gb, meters }) => ({
      gb: Math.max(0, gb - meters.reduce((sum, meter) => sum + (rest.meters[meter]?.freeGb ?? 0), 0)),
      meters,
    })),
    flows: [
      {
        ...flow,
        mbps: flow.mbps * factor,
        monthlyGb: flow.monthlyGb * factor,
        candidates: flow.candidates.map((candidate) => ({
          ...candidate,
          charges: candidate.charges.map(({ meter, gb }) => ({ meter, gb: gb * factor })),
        })),
      },
    ],
  });
  return (factor) => {
    const scaled = alone(factor);
    let best = part?.primary ?? 0;
    let least = Number.POSITIVE_INFINITY;
    for (const primary of flow.candidates.keys()) {
      const parts = [[{ primary, share: 1 }]];
      const { objective, violations } = evaluate(scaled, assignmentOf(scaled, parts));
      // ties stay with what was chosen
      const isBetter = objective < least - 1e-9 || (objective < least + 1e-9 && primary === part?.primary);
      if (violations.length > 0 || !isBetter) continue;
      least = objective;
      best = primary;
    }
    return best;
  };
}
