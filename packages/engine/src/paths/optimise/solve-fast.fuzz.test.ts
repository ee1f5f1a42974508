import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bruteForceChoice } from "../../../../../test/support/brute-force-choice.ts";
import { smallChoiceProblem } from "../../../../../test/support/choice-problems.ts";
import { evaluate } from "./evaluate.ts";
import { solveFast } from "./solve-fast.ts";

const close = (amount: number): number => 1e-6 * Math.max(1, Math.abs(amount));

describe("engine/paths/optimise/solve-fast", () => {
  it("breaks no rule, says what its plan costs, and its bound is below the best plan there is", () => {
    let solved = 0;
    fc.assert(
      fc.property(smallChoiceProblem(), (problem) => {
        const best = bruteForceChoice(problem);
        const fast = solveFast(problem);
        if (fast.status === "infeasible") return;
        solved += 1;
        const judged = evaluate(problem, fast.assignment);
        expect(judged.violations).toEqual([]);
        expect(judged.objective).toBeCloseTo(fast.objective, 4);
        expect(judged.monthlyUsd).toBeCloseTo(fast.monthlyUsd, 4);
        expect(judged.exposures).toEqual(fast.exposures);
        expect(fast.gapRatio).toBeGreaterThanOrEqual(0);
        if (best === undefined) throw new Error("a plan was found where there is none");
        expect(judged.exposureWeight).toBeGreaterThanOrEqual(best.evaluation.exposureWeight - 1e-9);
        expect(fast.bound).toBeLessThanOrEqual(best.evaluation.objective + close(best.evaluation.objective));
        if (judged.exposureWeight <= best.evaluation.exposureWeight + 1e-9) {
          expect(fast.objective).toBeGreaterThanOrEqual(best.evaluation.objective - close(best.evaluation.objective));
        }
      }),
      { numRuns: 400 },
    );
    expect(solved).toBeGreaterThan(100);
  });

  it("has a bound for plans that split flows too, and answers the same twice", () => {
    fc.assert(
      fc.property(smallChoiceProblem(fc.boolean()), (problem) => {
        const fast = solveFast(problem);
        expect(solveFast(problem)).toEqual(fast);
        if (fast.status === "solved") expect(evaluate(problem, fast.assignment).violations).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
