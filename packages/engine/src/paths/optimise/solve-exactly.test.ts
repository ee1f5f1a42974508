import { describe, expect, it } from "vitest";
import { largeChoiceProblem } from "../../../../../test/support/choice-problems.ts";
import { assignmentOf, evaluate } from "./evaluate.ts";
import { loadSolver } from "./load-solver.ts";
import type { ChoiceProblem, ProblemFlow, ProblemLink } from "./problem.ts";
import { solveExactly } from "./solve-exactly.ts";

const solver = await loadSolver();

const aLink = (id: string, more: Partial<ProblemLink> = {}): ProblemLink => ({
  id,
  capacityMbps: 100,
  monthlyUsd: 0,
  decision: "keep",
  ...more,
});

/** A flow with one way over each of the links, charged by the meter of the same position. */
const aFlow = (id: string, links: readonly number[], more: Partial<ProblemFlow> = {}): ProblemFlow => ({
  id,
  mbps: 60,
  monthlyGb: 1000,
  weight: 10,
  isSplittable: false,
  candidates: links.map((link) => ({
    links: [link],
    charges: [{ meter: link, gb: 1000 }],
    rttMs: 10,
    unavailabilityRatio: 0,
  })),
  ...more,
});

const aProblem = (
  links: readonly ProblemLink[],
  usdPerGb: readonly number[],
  flows: readonly ProblemFlow[],
  more: Partial<ChoiceProblem> = {},
): ChoiceProblem => ({
  links,
  meters: usdPerGb.map((price, index) => ({ id: `m${index}`, tiers: [{ usdPerGb: price }], baseGb: 0 })),
  allowances: [],
  risks: links.map(({ id }, index) => ({ id, links: [index] })),
  flows,
  weights: { perUsd: 1, perGbMs: 0, perLostGb: 0 },
  ...more,
});

const solved = (problem: ChoiceProblem) => {
  const solution = solveExactly(problem, solver);
  if (solution.status !== "solved") throw new Error(`not solved: ${JSON.stringify(solution.why)}`);
  return solution;
};

describe("engine/paths/optimise/solve-exactly", () => {
  it("orders a link for two flows together that none of them would pay for alone", () => {
    const links = [aLink("vpn", { capacityMbps: 500 }), aLink("port", { decision: "may-open", monthlyUsd: 100 })];
    const everything = { risks: [{ id: "all", links: [0, 1] }] };
    const one = solved(aProblem(links, [0.09, 0.02], [aFlow("a", [0, 1])], everything));
    expect(one.assignment.isOpen).toEqual([true, false]);
    expect(one.monthlyUsd).toBeCloseTo(90, 6);
    const both = [aFlow("a", [0, 1], { mbps: 50 }), aFlow("b", [0, 1], { mbps: 50 })];
    const two = solved(aProblem(links, [0.09, 0.02], both, everything));
    expect(two.assignment.isOpen).toEqual([true, true]);
    expect(two.monthlyUsd).toBeCloseTo(140, 6);
  });

  it("keeps room for what a failure moves", () => {
    // both on the cheap link, and both to the same backup, would be 120 Mbps on 100
    const links = [aLink("cheap", { capacityMbps: 500 }), aLink("dear"), aLink("dearest")];
    const { assignment, exposures } = solved(
      aProblem(links, [0.01, 0.05, 0.09], [aFlow("a", [0, 1, 2]), aFlow("b", [0, 1, 2])]),
    );
    expect(assignment.parts.map(([part]) => part?.primary)).toEqual([0, 0]);
    expect(assignment.parts.map(([part]) => part?.backup).sort()).toEqual([1, 2]);
    expect(exposures).toEqual([]);
  });

  it("leaves the lighter flow without a backup where there is room for one only", () => {
    const links = [aLink("a"), aLink("b"), aLink("shared")];
    const flows = [aFlow("light", [0, 2], { weight: 1 }), aFlow("heavy", [1, 2], { weight: 100 })];
    const { exposures } = solved(
      aProblem(links, [0.01, 0.01, 0.09], flows, {
        risks: [{ id: "both", links: [0, 1] }, ...links.map(({ id }, index) => ({ id, links: [index] }))],
      }),
    );
    expect([...new Set(exposures.map(({ flow }) => flow))]).toEqual([0]);
  });

  it("names flows without a candidate", () => {
    const problem = aProblem([aLink("a")], [0.01], [aFlow("a", [0]), aFlow("b", [])]);
    expect(solveExactly(problem, solver)).toEqual({
      status: "infeasible",
      why: { kind: "no-candidate", flows: [1] },
    });
  });

  it("names the least room that is missing, and the least budget that would do", () => {
    const flows = [aFlow("a", [0]), aFlow("b", [0])];
    expect(solveExactly(aProblem([aLink("a")], [0.01], flows), solver)).toEqual({
      status: "infeasible",
      why: { kind: "capacity", extraMbps: [{ link: 0, mbps: 20 }] },
    });
    const wide = [aLink("a", { capacityMbps: 200, monthlyUsd: 5 })];
    expect(solveExactly(aProblem(wide, [0.01], flows, { maxMonthlyUsd: 24 }), solver)).toEqual({
      status: "infeasible",
      why: { kind: "budget", leastMonthlyUsd: 25 },
    });
  });

  it("splits a flow that may be split where no link has room for all of it", () => {
    const links = [aLink("a"), aLink("b")];
    const flow = aFlow("a", [0, 1], { mbps: 150, isSplittable: true });
    const everything = { risks: [{ id: "all", links: [0, 1] }] };
    const { assignment, monthlyUsd } = solved(aProblem(links, [0.01, 0.04], [flow], everything));
    expect(assignment.parts[0]?.map(({ share }) => share).sort()).toEqual([
      expect.closeTo(1 / 3, 6),
      expect.closeTo(2 / 3, 6),
    ]);
    expect(monthlyUsd).toBeCloseTo((1000 * 2 * 0.01) / 3 + (1000 * 0.04) / 3, 4);
  });

  it("answers with the plan it began with when the time is up, and says that nothing is proven", () => {
    const links = [aLink("cheap"), aLink("dear")];
    const problem = aProblem(links, [0.01, 0.05], [aFlow("a", [0, 1])]);
    const start = assignmentOf(problem, [[{ primary: 1, backup: 0, share: 1 }]]);
    const solution = solveExactly(problem, solver, { start, timeLimitSeconds: 0 });
    expect(solution).toMatchObject({ status: "solved", assignment: start, objective: 50, bound: 0, gapRatio: 1 });
    expect(() => solveExactly(problem, solver, { timeLimitSeconds: 0 })).toThrow("no plan was found within 0 s");
  });

  it("proves the optimum of an estate with 60 flows over 40 links", () => {
    const problem = largeChoiceProblem({ seed: 1, flows: 60, tightness: 0.2 });
    const { assignment, gapRatio, exposures } = solved(problem);
    expect(gapRatio).toBe(0);
    expect(exposures).toEqual([]);
    expect(evaluate(problem, assignment).violations).toEqual([]);
  });
});
