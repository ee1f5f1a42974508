import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bruteForceChoice, everyPlan } from "../../../../../test/support/brute-force-choice.ts";
import { smallChoiceProblem } from "../../../../../test/support/choice-problems.ts";
import { assignmentOf, evaluate } from "./evaluate.ts";
import { loadSolver } from "./load-solver.ts";
import type { ChoiceProblem, ProblemMeter } from "./problem.ts";
import { solveExactly } from "./solve-exactly.ts";

const solver = await loadSolver();

/** Up to what sums of floating-point numbers and the solver's tolerances make of it. */
const slack = (amount: number): number => 1e-6 * Math.max(1, Math.abs(amount));

const isSurvived = (problem: ChoiceProblem, flow: number, risk: number, paths: readonly number[]): boolean => {
  const avoids = (candidate: number): boolean =>
    problem.flows[flow]?.candidates[candidate]?.links.every((link) => !problem.risks[risk]?.links.includes(link)) ??
    false;
  return paths.some(avoids) || ![...(problem.flows[flow]?.candidates.keys() ?? [])].some(avoids);
};

describe("engine/paths/optimise/solve-exactly (properties)", () => {
  it.each([1, 2, 3, 4])("finds the same optimum as trying everything, or neither finds a plan (part %i)", (seed) => {
    fc.assert(
      fc.property(smallChoiceProblem(), (problem) => {
        const best = bruteForceChoice(problem);
        const solution = solveExactly(problem, solver);
        expect(solution.status).toBe(best ? "solved" : "infeasible");
        if (!best || solution.status !== "solved") return;
        const { violations, exposureWeight, objective, monthlyUsd } = evaluate(problem, solution.assignment);
        expect(violations).toEqual([]);
        expect(exposureWeight).toBeCloseTo(best.evaluation.exposureWeight, 6);
        expect(Math.abs(objective - best.evaluation.objective)).toBeLessThanOrEqual(slack(objective));
        expect(solution).toMatchObject({ objective, monthlyUsd, bound: objective, gapRatio: 0 });
      }),
      { numRuns: 500, seed },
    );
  });

  it("survives every single failure wherever a plan that does exists", () => {
    let survivable = 0;
    fc.assert(
      fc.property(smallChoiceProblem(), (problem) => {
        const best = bruteForceChoice(problem);
        if (!best || best.evaluation.exposures.length > 0) return;
        survivable += 1;
        const solution = solveExactly(problem, solver);
        if (solution.status !== "solved") throw new Error("a plan exists");
        expect(solution.exposures).toEqual([]);
        for (const [flow, parts] of solution.assignment.parts.entries()) {
          for (const { primary, backup } of parts) {
            const paths = backup === undefined ? [primary] : [primary, backup];
            for (const risk of problem.risks.keys()) {
              expect([flow, risk, isSurvived(problem, flow, risk, paths)]).toEqual([flow, risk, true]);
            }
          }
        }
      }),
      { numRuns: 600, seed: 5 },
    );
    expect(survivable).toBeGreaterThan(200);
  });

  it("does at least as well where traffic may be split, and never fails where it could go unsplit", () => {
    let better = 0;
    fc.assert(
      fc.property(smallChoiceProblem(fc.boolean()), (problem) => {
        const best = bruteForceChoice(problem);
        const solution = solveExactly(problem, solver);
        if (solution.status === "infeasible") {
          expect(best).toBeUndefined();
          return;
        }
        const { violations, exposureWeight, objective } = evaluate(problem, solution.assignment);
        expect(violations).toEqual([]);
        if (!best) return;
        expect(exposureWeight).toBeLessThanOrEqual(best.evaluation.exposureWeight * (1 + 1e-5) + 1e-5);
        if (exposureWeight < best.evaluation.exposureWeight - 1e-6) return;
        expect(objective).toBeLessThanOrEqual(best.evaluation.objective + slack(objective));
        if (objective < best.evaluation.objective - 0.01) better += 1;
      }),
      { numRuns: 600, seed: 6 },
    );
    expect(better).toBeGreaterThan(0);
  });

  it("names the least that would have to give", () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(smallChoiceProblem(), (problem) => {
        const solution = solveExactly(problem, solver);
        if (solution.status === "solved" || solution.why.kind === "no-candidate") return;
        met.add(solution.why.kind);
        const { maxMonthlyUsd, ...unlimited } = problem;
        const plans = [...everyPlan(problem)].map((parts) => evaluate(unlimited, assignmentOf(unlimited, parts)));
        if (solution.why.kind === "budget") {
          const fitting = plans.filter(({ violations }) => violations.length === 0);
          const least = Math.min(...fitting.map(({ monthlyUsd }) => monthlyUsd));
          expect(Math.abs(solution.why.leastMonthlyUsd - least)).toBeLessThanOrEqual(slack(least));
          expect(least).toBeGreaterThan(maxMonthlyUsd ?? Number.POSITIVE_INFINITY);
          return;
        }
        const missing = plans.map(({ peakMbps }) =>
          problem.links.reduce((sum, { capacityMbps, expansion }, link) => {
            const roomMbps = (capacityMbps ?? Number.POSITIVE_INFINITY) + (expansion?.capacityMbps ?? 0);
            return sum + Math.max(0, (peakMbps[link] ?? 0) - roomMbps);
          }, 0),
        );
        const extra = solution.why.extraMbps.reduce((sum, { mbps }) => sum + mbps, 0);
        expect(extra).toBeCloseTo(Math.min(...missing), 4);
        expect(extra).toBeGreaterThan(0);
      }),
      { numRuns: 600, seed: 7 },
    );
    expect([...met].sort()).toEqual(["budget", "capacity"]);
  });

  it("comes to twice as much when all prices double", () => {
    fc.assert(
      fc.property(smallChoiceProblem(), (drawn) => {
        const problem = { ...drawn, weights: { perUsd: 1, perGbMs: 0, perLostGb: 0 } };
        const [once, twice] = [solveExactly(problem, solver), solveExactly(doubled(problem), solver)];
        expect(twice.status).toBe(once.status);
        if (once.status !== "solved" || twice.status !== "solved") return;
        expect(Math.abs(twice.objective - 2 * once.objective)).toBeLessThanOrEqual(slack(twice.objective));
      }),
      { numRuns: 300, seed: 8 },
    );
  });

  it("never gets worse by one more candidate, as long as it makes no failure avoidable", () => {
    fc.assert(
      fc.property(smallChoiceProblem(), fc.nat(3), (drawn, position) => {
        // a failure of everything leaves nothing to back up, so that only the objective counts
        const problem = { ...drawn, risks: [{ id: "all", links: [...drawn.links.keys()] }] };
        const flow = position % problem.flows.length;
        const fewer = {
          ...problem,
          flows: problem.flows.map((own, index) =>
            index === flow && own.candidates.length > 1 ? { ...own, candidates: own.candidates.slice(1) } : own,
          ),
        };
        const [less, more] = [solveExactly(fewer, solver), solveExactly(problem, solver)];
        if (less.status !== "solved") return;
        if (more.status !== "solved") throw new Error("what could be solved with fewer candidates still can");
        expect(more.objective).toBeLessThanOrEqual(less.objective + slack(less.objective));
      }),
      { numRuns: 300, seed: 9 },
    );
  });

  it("ends at the same optimum whatever plan it begins with", () => {
    fc.assert(
      fc.property(smallChoiceProblem(), fc.nat(200), (problem, position) => {
        const plain = solveExactly(problem, solver);
        const plans = [...everyPlan(problem)];
        const parts = plans[position % plans.length] ?? [];
        const started = solveExactly(problem, solver, { start: assignmentOf(problem, parts) });
        expect(started.status).toBe(plain.status);
        if (plain.status !== "solved" || started.status !== "solved") return;
        expect(Math.abs(started.objective - plain.objective)).toBeLessThanOrEqual(slack(plain.objective));
      }),
      { numRuns: 100, seed: 10 },
    );
  });
});

const doubled = ({ maxMonthlyUsd, ...problem }: ChoiceProblem): ChoiceProblem => ({
  ...problem,
  links: problem.links.map(({ expansion, ...link }) => ({
    ...link,
    monthlyUsd: link.monthlyUsd * 2,
    ...(expansion ? { expansion: { ...expansion, monthlyUsd: expansion.monthlyUsd * 2 } } : {}),
  })),
  meters: problem.meters.map(
    (meter): ProblemMeter => ({
      ...meter,
      tiers: meter.tiers.map((tier) => ({ ...tier, usdPerGb: tier.usdPerGb * 2 })),
    }),
  ),
  ...(maxMonthlyUsd === undefined ? {} : { maxMonthlyUsd: maxMonthlyUsd * 2 }),
});
