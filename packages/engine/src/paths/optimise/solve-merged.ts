import { evaluate } from "./evaluate.ts";
import type { Solver } from "./load-solver.ts";
import { risksOfFlows } from "./loads.ts";
import { type FlowGroup, groupFlows, mergedAssignment, mergedProblem } from "./merge-flows.ts";
import { exposedRisks, pairsOf } from "./pairs.ts";
import type { Assignment, ChoiceProblem, Solution } from "./problem.ts";
import { type ExactOptions, solveExactly } from "./solve-exactly.ts";

type Solved = Extract<Solution, { status: "solved" }>;

/**
 * The same optimum as `solveExactly`, from a problem that has one flow where many are alike. Alike flows are solved as one that
 * may be split, which is a relaxation; where the answer does not split it, it is the optimum of the flows themselves. A group that
 * is split is taken apart, and it is solved again, until no group is. What the relaxation does not cover (a choice which failures
 * to be exposed to, an infeasible problem) is left to `solveExactly` as it is.
 */
export const solveMerged = (problem: ChoiceProblem, solver: Solver, options: ExactOptions = {}): Solution => {
  let groups = groupFlows(problem);
  while (groups.length < problem.flows.length) {
    const merged = mergedProblem(problem, groups);
    const { start, ...limits } = options;
    const solution = solveExactly(merged, solver, {
      ...limits,
      ...(start && { start: mergedAssignment(problem, groups, start) }),
    });
    if (solution.status === "infeasible" || !isSafest(merged, solution)) break;
    const split = groups.filter((group, index) => isTorn(problem, group, solution.assignment.parts[index] ?? []));
    if (split.length === 0) return asSolution(problem, groups, solution);
    groups = groups.flatMap((group) => (split.includes(group) ? group.map((flow) => [flow]) : [group]));
  }
  return solveExactly(problem, solver, options);
};

/** True if every flow has a pair that leaves it as little exposed as any of its pairs does. */
function isSafest(problem: ChoiceProblem, { assignment }: Solved): boolean {
  const risks = risksOfFlows(problem);
  return problem.flows.every((flow, index) => {
    const own = risks[index];
    if (!own) return false;
    const least = Math.min(...pairsOf(flow, own).map(({ exposed }) => exposed.length));
    return (assignment.parts[index] ?? []).every(
      ({ primary, backup }) => exposedRisks(own, primary, backup).length === least,
    );
  });
}

/** True if a group is split whose flows may not be. */
const isTorn = (problem: ChoiceProblem, group: FlowGroup, parts: Assignment["parts"][number]): boolean =>
  group.length > 1 && parts.length > 1 && !group.every((flow) => problem.flows[flow]?.isSplittable);

function asSolution(problem: ChoiceProblem, groups: readonly FlowGroup[], merged: Solved): Solution {
  const parts: Assignment["parts"][number][] = problem.flows.map(() => []);
  for (const [index, group] of groups.entries())
    for (const flow of group) parts[flow] = merged.assignment.parts[index] ?? [];
  const assignment = { ...merged.assignment, parts };
  const { objective, monthlyUsd, exposures, violations } = evaluate(problem, assignment);
  if (violations.length > 0)
    throw new Error(`the plan of merged flows breaks a constraint: ${JSON.stringify(violations[0])}`);
  const bound = merged.gapRatio === 0 ? objective : Math.min(objective, merged.bound);
  return {
    status: "solved",
    assignment,
    objective,
    bound,
    gapRatio: merged.gapRatio === 0 ? 0 : (objective - bound) / Math.abs(objective),
    monthlyUsd,
    exposures,
  };
}
