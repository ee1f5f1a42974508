import type { PathObjective } from "@skylane/core";
import { findWay, type Hop } from "../../topology/index.ts";
import type { FlowCandidates } from "../candidates/candidate.ts";
import { candidateFinder } from "../candidates/enumerate-candidates.ts";
import { type Evaluation, evaluate } from "../optimise/evaluate.ts";
import type { Solver } from "../optimise/load-solver.ts";
import type { ChoiceProblem, Infeasibility, ObjectiveWeights, Solution } from "../optimise/problem.ts";
import { solveFast } from "../optimise/solve-fast.ts";
import { solveMerged } from "../optimise/solve-merged.ts";
import { type BuiltProblem, buildProblem, type FlowChoice } from "./build-problem.ts";
import { type Compared, compareChoices } from "./compare.ts";
import { type EstateFacts, startUnknowns, type Unknowns } from "./estate-facts.ts";
import { weightsOf } from "./objectives.ts";
import { withoutDetours } from "./without-detours.ts";

/** What is asked of a plan. */
export interface PlanRequest {
  readonly objective: PathObjective;
  readonly weights?: Partial<ObjectiveWeights> | undefined;
  /**
   * The plan may cost no more than that, USD a month. Absent = no more than any other way of choosing that keeps the same rules;
   * `none` = whatever it takes.
   */
  readonly maxMonthlyUsd?: number | "none" | undefined;
}

/** A choice that was made, with everything it was made from: what plans are written from and questions are answered with. */
export interface ChoiceSession {
  readonly facts: EstateFacts;
  readonly request: PlanRequest;
  readonly weights: ObjectiveWeights;
  readonly built: BuiltProblem;
  /** By id of the flow, of all flows. */
  readonly found: ReadonlyMap<string, FlowCandidates>;
  /** Ids of flows that never leave their network. */
  readonly insideIds: ReadonlySet<string>;
  readonly compared: Compared;
  readonly method: "exact" | "fast";
  readonly solution: Extract<Solution, { status: "solved" }>;
  readonly evaluation: Evaluation;
  /** Set where the budget made the plan worse than it could have been. */
  readonly boundByUsd?: number;
  readonly unknowns: Unknowns;
  readonly solve: (problem: ChoiceProblem) => Solution;
}

/** Either a choice, or which limit cannot be kept. */
export type Choice =
  | { readonly kind: "chosen"; readonly session: ChoiceSession }
  | { readonly kind: "infeasible"; readonly why: Infeasibility; readonly built: BuiltProblem };

/** From here on the exact method would take minutes. */
const EXACT_FLOWS = 5_000;
/** What the exact method may take, by the solver's own clock; then the best plan so far is told with its gap. */
const EXACT_SECONDS = 60;
/** Below it the exact method takes seconds. */
const FALLBACK_FLOWS = 500;
/** Half a cent: what is equal to the cent is not dearer. */
const CENT_SLACK_USD = 0.004;

/** Chooses for all flows together; pure. */
export function choosePathsTogether(facts: EstateFacts, solver: Solver, request: PlanRequest): Choice {
  const unknowns = startUnknowns();
  const weights = weightsOf(request.objective, request.weights);
  const { found, choices, insideIds } = candidatesOf(facts, request.objective);
  const built = buildProblem(facts, choices, weights, unknowns);
  const method = choices.length > EXACT_FLOWS ? "fast" : "exact";
  const solve = (problem: ChoiceProblem): Solution => {
    if (method === "fast") return solveFast(problem);
    // where the time may run out there is a plan to fall back on
    const quick = choices.length > FALLBACK_FLOWS ? solveFast(problem) : undefined;
    return solveMerged(problem, solver, {
      timeLimitSeconds: EXACT_SECONDS,
      ...(quick?.status === "solved" && { start: quick.assignment }),
    });
  };

  const asked = typeof request.maxMonthlyUsd === "number" ? request.maxMonthlyUsd : undefined;
  const free = solve(asked === undefined ? built.problem : { ...built.problem, maxMonthlyUsd: asked });
  if (free.status === "infeasible") return { kind: "infeasible", why: free.why, built };
  const compared = compareChoices(facts, built, free, solve);
  const equals = Object.values(compared).flatMap(({ equalMonthlyUsd }) => equalMonthlyUsd ?? []);
  const budgetUsd =
    request.maxMonthlyUsd === undefined && equals.length > 0 ? Math.min(...equals) + CENT_SLACK_USD : undefined;
  const isDearer = budgetUsd !== undefined && free.monthlyUsd > budgetUsd;
  const bound = isDearer ? solve({ ...built.problem, maxMonthlyUsd: budgetUsd }) : free;
  const solution = bound.status === "solved" ? bound : free;
  return {
    kind: "chosen",
    session: {
      facts,
      request,
      weights,
      built,
      found,
      insideIds,
      compared,
      method,
      solution,
      evaluation: evaluate(built.problem, solution.assignment),
      ...(isDearer && bound.status === "solved" && { boundByUsd: budgetUsd }),
      unknowns,
      solve,
    },
  };
}

/** Candidates of every flow; flows without any, and those that never leave their network, have no part in the choice. */
function candidatesOf(
  facts: EstateFacts,
  objective: PathObjective,
): Pick<ChoiceSession, "found" | "insideIds"> & {
  readonly choices: readonly FlowChoice[];
} {
  const { graph, choiceGraph, topology, config, inventory, performance } = facts;
  const find = candidateFinder(choiceGraph, {
    policies: config.policies,
    groups: config.groups,
    connections: [...inventory.values()],
    gateways: topology.gateways,
    networks: topology.networks,
    rttMsOf: (placed, hops) => performance.rttMsOf(placed.sourceKey, hops),
    availabilityOf: (hops) => performance.availabilityOf(hops),
  });
  // who asks for the least money takes any way
  const isCheapest = objective === "cost";
  const usefulOf = new Map<FlowCandidates, FlowCandidates>();
  const found = new Map<string, FlowCandidates>();
  const insideIds = new Set<string>();
  const choices: FlowChoice[] = [];
  for (const placed of graph.flows) {
    if (placed.sourceKey !== undefined && placed.sourceKey === placed.destinationKey) {
      insideIds.add(placed.flow.id);
      continue;
    }
    const all = find(placed);
    const useful = usefulOf.get(all) ?? {
      ...all,
      candidates: isCheapest ? all.candidates : withoutDetours(all.candidates, inventory),
    };
    usefulOf.set(all, useful);
    found.set(placed.flow.id, useful);
    if (useful.candidates.length === 0) continue;
    const hops = findWay(graph, placed, { isDead: () => false, isPolicyKept: false });
    choices.push({ placed, candidates: useful.candidates, today: hops && wayOf(facts, placed.sourceKey, hops) });
  }
  return { found, insideIds, choices };
}

const wayOf = ({ performance }: EstateFacts, sourceKey: string | undefined, hops: readonly Hop[]) => ({
  hops,
  rttMs: performance.rttMsOf(sourceKey, hops),
  availabilityRatio: performance.availabilityOf(hops),
});
