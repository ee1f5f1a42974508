import { assignmentOf, type Evaluation, evaluate } from "../../packages/engine/src/paths/optimise/evaluate.ts";
import type { Assignment, ChoiceProblem, ChosenPart } from "../../packages/engine/src/paths/optimise/problem.ts";

export interface BruteForceChoice {
  readonly assignment: Assignment;
  readonly evaluation: Evaluation;
}

/**
 * The best plan by trying every primary path with every backup and none for each flow, in all combinations, and with
 * what links then have to be open and expanded: least weighted exposure first, the objective under it. No flow is split.
 *
 * @returns undefined if no combination keeps every limit
 */
export const bruteForceChoice = (problem: ChoiceProblem): BruteForceChoice | undefined => {
  let best: BruteForceChoice | undefined;
  for (const parts of everyPlan(problem)) {
    const assignment = assignmentOf(problem, parts);
    const evaluation = evaluate(problem, assignment);
    if (evaluation.violations.length > 0) continue;
    if (!best || isBetter(evaluation, best.evaluation)) best = { assignment, evaluation };
  }
  return best;
};

/** Every combination of pairs, one a flow. */
export function* everyPlan(
  { flows }: Pick<ChoiceProblem, "flows">,
  chosen: readonly (readonly ChosenPart[])[] = [],
): Generator<readonly (readonly ChosenPart[])[]> {
  const flow = flows[chosen.length];
  if (!flow) {
    yield chosen;
    return;
  }
  for (const primary of flow.candidates.keys()) {
    yield* everyPlan({ flows }, [...chosen, [{ primary, share: 1 }]]);
    for (const backup of flow.candidates.keys()) {
      if (backup !== primary) yield* everyPlan({ flows }, [...chosen, [{ primary, backup, share: 1 }]]);
    }
  }
}

const isBetter = (one: Evaluation, other: Evaluation): boolean =>
  Math.abs(one.exposureWeight - other.exposureWeight) > 1e-9
    ? one.exposureWeight < other.exposureWeight
    : one.objective < other.objective;
