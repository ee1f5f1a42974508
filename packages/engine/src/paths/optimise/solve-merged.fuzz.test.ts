import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { smallChoiceProblem } from "../../../../../test/support/choice-problems.ts";
import { evaluate } from "./evaluate.ts";
import { loadSolver, type Solver } from "./load-solver.ts";
import { groupFlows } from "./merge-flows.ts";
import type { ChoiceProblem, ProblemFlow } from "./problem.ts";
import { solveExactly } from "./solve-exactly.ts";
import { solveMerged } from "./solve-merged.ts";

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

const sized = (flow: ProblemFlow, factor: number, copy: number): ProblemFlow => ({
  ...flow,
  id: `${flow.id}/${copy}`,
  mbps: flow.mbps * factor,
  monthlyGb: flow.monthlyGb * factor,
  weight: copy % 2 === 0 ? 100 : 1,
  candidates: flow.candidates.map((candidate) => ({
    ...candidate,
    charges: candidate.charges.map(({ meter, gb }) => ({ meter, gb: gb * factor })),
  })),
});

/** Problems in which each flow has brothers that differ in size alone. */
const withBrothers = fc
  .tuple(smallChoiceProblem(), fc.array(fc.constantFrom(0.25, 0.5, 1, 2), { minLength: 1, maxLength: 3 }))
  .map(
    ([problem, factors]): ChoiceProblem => ({
      ...problem,
      flows: problem.flows.flatMap((flow) => factors.map((factor, copy) => sized(flow, factor, copy))),
    }),
  );

describe("engine/paths/optimise/solve-merged", () => {
  it("finds what the flows one by one would find, whatever is full, dear or not to be survived", () => {
    fc.assert(
      fc.property(withBrothers, (problem) => {
        const [exact, merged] = [solveExactly(problem, solver), solveMerged(problem, solver)];

        expect(merged.status).toBe(exact.status);
        if (exact.status !== "solved" || merged.status !== "solved") return;
        const [one, other] = [evaluate(problem, exact.assignment), evaluate(problem, merged.assignment)];
        expect(other.violations).toEqual([]);
        expect(other.exposureWeight).toBeCloseTo(one.exposureWeight, 6);
        expect(other.objective).toBeCloseTo(one.objective, 4);
        expect(merged.gapRatio).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it("answers with the plan it was given where there is no time at all", () => {
    fc.assert(
      fc.property(withBrothers, (problem) => {
        const exact = solveExactly(problem, solver);
        if (exact.status !== "solved") return;
        const { assignment: start } = exact;

        const hurried = solveMerged(problem, solver, { timeLimitSeconds: 0, start });

        expect(hurried.status === "solved" && evaluate(problem, hurried.assignment).violations).toEqual([]);
        expect(hurried.status === "solved" && hurried.objective).toBeCloseTo(exact.objective, 4);
      }),
      { numRuns: 50 },
    );
  });

  it("takes brothers for one flow, and nobody else", () => {
    fc.assert(
      fc.property(smallChoiceProblem(), (problem) => {
        const doubled = { flows: problem.flows.flatMap((flow) => [flow, sized(flow, 2, 1)]) };
        const single = groupFlows(problem).length;

        expect(groupFlows(doubled).length).toBeLessThanOrEqual(
          single + problem.flows.filter(({ monthlyGb, mbps }) => !(monthlyGb > 0 && mbps > 0)).length,
        );
        expect(
          groupFlows(doubled)
            .flat()
            .sort((a, b) => a - b),
        ).toEqual([...doubled.flows.keys()]);
      }),
    );
  });
});
