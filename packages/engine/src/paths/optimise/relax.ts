import { assignmentOf, evaluate } from "./evaluate.ts";
import type { Solver } from "./load-solver.ts";
import { choiceModel, type Goal } from "./milp-choice.ts";
import { runMilp, type TimeLeft } from "./milp-run.ts";
import { exposedRisks, type FlowRisks } from "./pairs.ts";
import type { ChoiceProblem, Infeasibility } from "./problem.ts";

/**
 * The least that would have to give for a problem that cannot be solved: a budget if one would do, else room on links.
 * Backups are left out: a plan without any is allowed when nothing else fits, and loads links least.
 *
 * @throws Error if the time was up before it was found
 */
export const leastRelaxation = (
  problem: ChoiceProblem,
  risks: readonly FlowRisks[],
  solver: Solver,
  time: TimeLeft,
): Infeasibility => {
  const pairs = problem.flows.map(({ candidates }, flow) =>
    candidates.map((_, primary) => ({
      primary,
      exposed: exposedRisks(risks[flow] ?? { hits: [], avoidable: new Set() }, primary),
    })),
  );
  const attempt = (goal: Goal) => {
    const built = choiceModel({ problem, risks, pairs, goal, scarce: new Set() });
    const outcome = runMilp(solver, built, time);
    if (outcome.status === "infeasible") return undefined;
    // without backups nothing moves after a failure, so no link turns out to be scarce
    if (outcome.status === "scarcer" || !outcome.parts)
      throw new Error("what would have to give was not found in time");
    return evaluate(problem, assignmentOf(problem, outcome.parts));
  };
  const cheapest = attempt("usd");
  if (cheapest) return { kind: "budget", leastMonthlyUsd: cheapest.monthlyUsd };
  const widest = attempt("extra-mbps");
  if (!widest) throw new Error("a problem whose links may carry anything cannot be infeasible");
  const extraMbps = problem.links.flatMap(({ capacityMbps, expansion }, link) => {
    if (capacityMbps === undefined) return [];
    const mbps = (widest.normalMbps[link] ?? 0) - capacityMbps - (expansion?.capacityMbps ?? 0);
    return mbps > 1e-6 * Math.max(1, capacityMbps) ? [{ link, mbps }] : [];
  });
  return { kind: "capacity", extraMbps };
};
