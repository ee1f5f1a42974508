import type { Assignment, ChoiceProblem, ChosenPart, ProblemFlow } from "./problem.ts";

/** Flows, by index, that are the same flow in everything but its size. */
export type FlowGroup = readonly number[];

const DIGITS = 12;

/** Groups of flows whose candidates, prices a gigabyte and bandwidth a gigabyte are the same; a flow without a volume stands alone. */
export function groupFlows({ flows }: Pick<ChoiceProblem, "flows">): readonly FlowGroup[] {
  const groups = new Map<string, number[]>();
  for (const [index, flow] of flows.entries()) {
    const key = flow.monthlyGb > 0 && flow.mbps > 0 ? signatureOf(flow) : `alone ${index}`;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return [...groups.values()];
}

const signatureOf = ({ candidates, monthlyGb, mbps, isSplittable, primaries }: ProblemFlow): string => {
  const each = (amount: number): string => (amount / monthlyGb).toPrecision(DIGITS);
  return JSON.stringify([
    each(mbps),
    isSplittable,
    primaries ?? null,
    candidates.map(({ links, charges, rttMs, unavailabilityRatio }) => [
      links,
      charges.map(({ meter, gb }) => [meter, each(gb)]),
      rttMs,
      unavailabilityRatio,
    ]),
  ]);
};

/**
 * The problem with each group as one flow that may be split. Each assignment of the flows is one of the groups (its shares are
 * those of the volumes), so its optimum is a lower bound of theirs, as long as exposures are not traded for one another: they
 * have weights of their own that do not follow the volumes.
 */
export const mergedProblem = (problem: ChoiceProblem, groups: readonly FlowGroup[]): ChoiceProblem => ({
  ...problem,
  flows: groups.map((group): ProblemFlow => {
    const members = group.flatMap((index) => problem.flows[index] ?? []);
    const [first] = members as [ProblemFlow];
    if (members.length === 1) return first;
    const sum = (of: (flow: ProblemFlow) => number): number => members.reduce((all, flow) => all + of(flow), 0);
    const monthlyGb = sum((flow) => flow.monthlyGb);
    return {
      ...first,
      mbps: sum((flow) => flow.mbps),
      monthlyGb,
      weight: sum((flow) => flow.weight),
      isSplittable: true,
      candidates: first.candidates.map((candidate, index) => ({
        ...candidate,
        charges: candidate.charges.map(({ meter }, at) => ({
          meter,
          gb: sum((flow) => flow.candidates[index]?.charges[at]?.gb ?? 0),
        })),
      })),
    };
  }),
});

/** An assignment of the flows as one of their groups: each pair of ways with its share of the group's volume. */
export const mergedAssignment = (
  { flows }: Pick<ChoiceProblem, "flows">,
  groups: readonly FlowGroup[],
  assignment: Assignment,
): Assignment => ({
  ...assignment,
  parts: groups.map((group) => {
    const [only] = group;
    if (group.length === 1 && only !== undefined) return assignment.parts[only] ?? [];
    const totalGb = group.reduce((sum, flow) => sum + (flows[flow]?.monthlyGb ?? 0), 0);
    const shares = new Map<string, ChosenPart>();
    for (const flow of group)
      for (const part of assignment.parts[flow] ?? []) {
        const key = `${part.primary} ${part.backup}`;
        const share = (shares.get(key)?.share ?? 0) + (part.share * (flows[flow]?.monthlyGb ?? 0)) / totalGb;
        shares.set(key, { ...part, share });
      }
    return [...shares.values()];
  }),
});
