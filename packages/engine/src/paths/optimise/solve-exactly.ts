import { assignmentOf, evaluate } from "./evaluate.ts";
import type { Solver } from "./load-solver.ts";
import { risksOfFlows } from "./loads.ts";
import { type ChoiceModelInput, choiceModel, exposureOf, type Goal } from "./milp-choice.ts";
import { type MilpOutcome, runMilp, type TimeLeft } from "./milp-run.ts";
import { type FlowRisks, pairsOf, safestOf } from "./pairs.ts";
import type { Assignment, ChoiceProblem, Solution } from "./problem.ts";
import { leastRelaxation } from "./relax.ts";

export interface ExactOptions {
  /** What the solver may take in all, by its own clock; absent = as long as it needs. */
  readonly timeLimitSeconds?: number;
  /** A plan that is the answer if the time is up before there is one of its own. */
  readonly start?: Assignment;
}

/**
 * The best plan there is, proven. First each flow gets a pair of paths that leaves it exposed to as few failures as any
 * of its pairs does, at the least objective. If links or the budget do not allow that for all, the weighted sum of
 * exposures is made least first, and the objective under it.
 *
 * @returns `gapRatio` above 0 only if the time was up: then the plan holds every constraint, and the bound is of plans
 * with no more exposure than it has
 * @throws Error if the time was up before there was any plan and none was given as a start, or if the solver's answer breaks a constraint
 */
export const solveExactly = (problem: ChoiceProblem, solver: Solver, options: ExactOptions = {}): Solution => {
  const without = [...problem.flows.keys()].filter((flow) => problem.flows[flow]?.candidates.length === 0);
  if (without.length > 0) return { status: "infeasible", why: { kind: "no-candidate", flows: without } };

  const time: TimeLeft = { seconds: options.timeLimitSeconds ?? Number.POSITIVE_INFINITY };
  const risks = risksOfFlows(problem);
  // at first only what is decided about is held scarce; whatever turns out to be overloaded after a failure joins
  const scarce = new Set([...problem.links.keys()].filter((link) => problem.links[link]?.decision !== "keep"));
  const attempt = (goal: Goal, isSafest: boolean, maxExposureWeight?: number): Attempt => {
    for (;;) {
      const pairs = problem.flows.map((flow, index) => {
        const own = pairsOf(flow, risks[index] ?? { hits: [], avoidable: new Set() }, scarce);
        return isSafest ? safestOf(own) : own;
      });
      const input: ChoiceModelInput = { problem, risks, pairs, goal, scarce };
      const built = choiceModel(maxExposureWeight === undefined ? input : { ...input, maxExposureWeight });
      const outcome = runMilp(solver, built, time);
      if (outcome.status === "scarcer") {
        for (const link of outcome.links) scarce.add(link);
        continue;
      }
      if (outcome.status === "infeasible" || !outcome.parts) return { outcome };
      return { outcome, plan: assignmentOf(problem, outcome.parts) };
    }
  };

  const { start } = options;
  const startValue = start && evaluate(problem, start);
  const isStartValid = startValue?.violations.length === 0;
  const safest = attempt("objective", true);
  if (safest.plan) return solved(problem, safest.plan, safest.outcome);
  if (safest.outcome.status === "stopped" && start && isStartValid) {
    const least = leastExposureWeight(problem, risks);
    // of a plan that is exposed to more nothing is proven but that it costs something
    const bound = (startValue?.exposureWeight ?? 0) <= least + 1e-6 ? safest.outcome.bound : 0;
    return solved(problem, start, { status: "stopped", bound });
  }

  const leastExposed = attempt("exposure", false);
  if (leastExposed.outcome.status === "infeasible") {
    return { status: "infeasible", why: leastRelaxation(problem, risks, solver, time) };
  }
  const reached = leastExposed.plan ?? (isStartValid ? start : undefined);
  if (!reached) throw new Error(`no plan was found within ${options.timeLimitSeconds} s`);
  const { exposureWeight } = evaluate(problem, reached);
  const best = attempt("objective", false, exposureWeight + 1e-6 * Math.max(1, exposureWeight));
  return solved(problem, best.plan ?? reached, best.outcome);
};

/** Weighted exposure that no plan can go below, even if there were room for everything. */
const leastExposureWeight = (problem: ChoiceProblem, risks: readonly FlowRisks[]): number =>
  problem.flows.reduce((sum, flow, index) => {
    const [safest] = safestOf(pairsOf(flow, risks[index] ?? { hits: [], avoidable: new Set() }));
    return sum + (safest ? exposureOf(problem, index, safest) : 0);
  }, 0);

type Outcome = Exclude<MilpOutcome, { readonly status: "scarcer" }>;

interface Attempt {
  readonly outcome: Outcome;
  readonly plan?: Assignment;
}

const solved = (problem: ChoiceProblem, assignment: Assignment, outcome: Outcome): Solution => {
  const { violations, objective, monthlyUsd, exposures } = evaluate(problem, assignment);
  if (violations.length > 0) {
    throw new Error(`the solver's plan breaks a constraint: ${JSON.stringify(violations[0])}`);
  }
  const limit = outcome.status === "infeasible" ? Number.NEGATIVE_INFINITY : outcome.bound;
  // a proven optimum is its own bound: what is between them is rounding
  const bound = outcome.status === "optimal" ? objective : Math.min(objective, Math.max(0, limit));
  if (outcome.status === "optimal" && Math.abs(objective - limit) > 1e-5 * Math.max(1, Math.abs(objective))) {
    throw new Error(`the solver's plan comes to ${objective}, not to ${limit} as it says`);
  }
  return {
    status: "solved",
    assignment,
    objective,
    bound,
    gapRatio: objective - bound <= 1e-9 * objective ? 0 : (objective - bound) / objective,
    monthlyUsd,
    exposures,
  };
};
