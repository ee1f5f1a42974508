import { describe, expect, it } from "vitest";
import { largeChoice } from "../../../../../test/support/large-choice.ts";
import { evaluate } from "./evaluate.ts";
import type { ChoiceProblem, ProblemCandidate } from "./problem.ts";
import { solveFast } from "./solve-fast.ts";

const way = (links: readonly number[], rttMs: number): ProblemCandidate => ({
  links,
  charges: [],
  rttMs,
  unavailabilityRatio: 0,
});
/** Two links that may close, one flow that prefers the dear one by its round trip. */
const twoLinks = (fee: number, more: Partial<ChoiceProblem> = {}): ChoiceProblem => ({
  links: [
    { id: "near", capacityMbps: 100, monthlyUsd: fee, decision: "may-close" },
    { id: "far", capacityMbps: 100, monthlyUsd: 10, decision: "keep" },
  ],
  meters: [],
  allowances: [],
  risks: [{ id: "carrier", links: [0, 1] }],
  flows: [
    {
      id: "f",
      mbps: 50,
      monthlyGb: 100,
      weight: 10,
      isSplittable: false,
      candidates: [way([0], 5), way([1], 25)],
    },
  ],
  weights: { perUsd: 1, perGbMs: 0.01, perLostGb: 0 },
  ...more,
});

describe("engine/paths/optimise/solve-fast", () => {
  it("keeps a link whose fee is worth it and closes one whose fee is not", () => {
    expect(solveFast(twoLinks(15))).toMatchObject({
      status: "solved",
      assignment: { isOpen: [true, true] },
      gapRatio: 0,
    });
    expect(solveFast(twoLinks(25))).toMatchObject({
      status: "solved",
      assignment: { isOpen: [false, true] },
      monthlyUsd: 10,
      gapRatio: 0,
    });
  });

  it("keeps a link open for a backup, whatever its fee", () => {
    const apart = { risks: [0, 1].map((link) => ({ id: `link-${link}`, links: [link] })) };

    expect(solveFast(twoLinks(500, apart))).toMatchObject({
      assignment: { isOpen: [true, true] },
      exposures: [],
      gapRatio: 0,
    });
  });

  it("gives up a backup that the budget does not pay, and says what is exposed", () => {
    const apart = { risks: [0, 1].map((link) => ({ id: `link-${link}`, links: [link] })), maxMonthlyUsd: 100 };

    expect(solveFast(twoLinks(500, apart))).toMatchObject({
      monthlyUsd: 10,
      exposures: [{ flow: 0, risk: 1 }],
    });
  });

  it("takes a second port rather than leave a flow without a way", () => {
    const [flow] = twoLinks(0).flows;
    if (!flow) throw new Error("no flow");
    const problem = twoLinks(0, {
      links: [
        {
          id: "only",
          capacityMbps: 40,
          monthlyUsd: 5,
          decision: "keep",
          expansion: { capacityMbps: 40, monthlyUsd: 7 },
        },
      ],
      risks: [{ id: "only", links: [0] }],
      flows: [{ ...flow, candidates: [way([0], 5)] }],
    });

    expect(solveFast(problem)).toMatchObject({ assignment: { isExpanded: [true] }, monthlyUsd: 12 });
  });

  it("names flows that have no candidate, links that lack capacity and the budget that would do", () => {
    const [flow] = twoLinks(0).flows;
    if (!flow) throw new Error("no flow");

    expect(solveFast(twoLinks(0, { flows: [{ ...flow, candidates: [] }] }))).toEqual({
      status: "infeasible",
      why: { kind: "no-candidate", flows: [0] },
    });
    const crowded = solveFast(twoLinks(0, { flows: [{ ...flow, mbps: 130 }] }));
    expect(crowded).toMatchObject({ status: "infeasible", why: { kind: "capacity", extraMbps: [{ link: 0 }] } });
    if (crowded.status !== "infeasible" || crowded.why.kind !== "capacity") throw new Error("it has room");
    expect(crowded.why.extraMbps[0]?.mbps).toBeCloseTo(30, 3);
    expect(solveFast(twoLinks(25, { maxMonthlyUsd: 5 }))).toEqual({
      status: "infeasible",
      why: { kind: "budget", leastMonthlyUsd: 10 },
    });
  });

  it.each([
    [500, 60],
    [3000, 200],
  ])("plans %d flows over %d links within all rules, not far above its own bound", (flowCount, linkCount) => {
    const problem = largeChoice({ flowCount, linkCount, seed: 5 });

    const solution = solveFast(problem);

    if (solution.status !== "solved") throw new Error(JSON.stringify(solution.why));
    const judged = evaluate(problem, solution.assignment);
    expect(judged.violations).toEqual([]);
    expect(judged.exposures).toEqual(solution.exposures);
    expect(judged.objective).toBeCloseTo(solution.objective, 2);
    expect(solution.gapRatio).toBeLessThan(0.05);
  });
});
