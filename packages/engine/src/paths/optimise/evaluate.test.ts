import { describe, expect, it } from "vitest";
import { assignmentOf, evaluate } from "./evaluate.ts";
import type { Assignment, ChoiceProblem, ProblemFlow } from "./problem.ts";

const aFlow = (more: Partial<ProblemFlow> = {}): ProblemFlow => ({
  id: "f",
  mbps: 60,
  monthlyGb: 1000,
  weight: 10,
  isSplittable: false,
  candidates: [
    { links: [0], charges: [{ meter: 0, gb: 1000 }], rttMs: 10, unavailabilityRatio: 0.001 },
    { links: [1], charges: [{ meter: 1, gb: 1000 }], rttMs: 30, unavailabilityRatio: 0.002 },
    { links: [2], charges: [], rttMs: 50, unavailabilityRatio: 0.01 },
  ],
  ...more,
});

/** Two flows between the same places; three links of 100 Mbps, of which the first two share a site. */
const aProblem = (more: Partial<ChoiceProblem> = {}): ChoiceProblem => ({
  links: [
    { id: "direct", capacityMbps: 100, monthlyUsd: 300, decision: "keep" },
    {
      id: "via",
      capacityMbps: 100,
      monthlyUsd: 200,
      decision: "may-close",
      expansion: { capacityMbps: 50, monthlyUsd: 70 },
    },
    { id: "internet", capacityMbps: 100, monthlyUsd: 40, decision: "may-open" },
  ],
  meters: [
    { id: "out", tiers: [{ upToGb: 500, usdPerGb: 0.1 }, { usdPerGb: 0.04 }], baseGb: 0 },
    { id: "in", tiers: [{ usdPerGb: 0.02 }], baseGb: 0 },
  ],
  allowances: [],
  risks: [
    { id: "direct", links: [0] },
    { id: "via", links: [1] },
    { id: "internet", links: [2] },
    { id: "site", links: [0, 1] },
  ],
  flows: [aFlow(), aFlow({ id: "g", weight: 100 })],
  weights: { perUsd: 1, perGbMs: 0.001, perLostGb: 5 },
  ...more,
});

const plan = (parts: Assignment["parts"], more: Partial<Assignment> = {}): Assignment => ({
  parts,
  isOpen: [true, true, true],
  isExpanded: [false, false, false],
  ...more,
});
const over = (primary: number, backup?: number) => [{ primary, ...(backup === undefined ? {} : { backup }), share: 1 }];

describe("engine/paths/optimise/evaluate", () => {
  it("bills fees once, volumes of primary paths only, and steps over what all flows send together", () => {
    const { feesUsd, meters, monthlyUsd } = evaluate(aProblem(), plan([over(0, 2), over(0, 1)]));
    expect(feesUsd).toBe(540);
    expect(meters[0]?.usd).toBeCloseTo(500 * 0.1 + 1500 * 0.04, 9);
    expect(meters[1]).toEqual({ gb: 0, freeGb: 0, usd: 0 });
    expect(monthlyUsd).toBeCloseTo(650, 9);
  });

  it("starts in the step that other traffic has already reached", () => {
    const problem = aProblem();
    const meters = problem.meters.map((meter) => ({ ...meter, baseGb: 400 }));
    const evaluation = evaluate({ ...problem, meters }, plan([over(0), over(1)]));
    expect(evaluation.meters[0]?.usd).toBeCloseTo(100 * 0.1 + 900 * 0.04, 9);
  });

  it("takes a shared allowance where the last gigabyte costs most", () => {
    const problem = aProblem({ allowances: [{ gb: 600, meters: [0, 1] }] });
    const { meters } = evaluate(problem, plan([over(0), over(1)]));
    // 600 off the first meter saves 500 × 0.04 + 100 × 0.1; off the second only 600 × 0.02
    expect(meters.map(({ freeGb }) => freeGb)).toEqual([600, 0]);
    expect(meters[0]?.usd).toBeCloseTo(40, 9);
  });

  it("adds up latency and loss of primary paths by their weights", () => {
    const { gbMs, lostGb, objective, monthlyUsd } = evaluate(aProblem(), plan([over(0, 2), over(1, 2)]));
    expect(gbMs).toBe(40_000);
    expect(lostGb).toBeCloseTo(3, 9);
    expect(objective).toBeCloseTo(monthlyUsd + 40 + 15, 9);
  });

  it("moves traffic to the backup that avoids the failure, and finds what it overloads", () => {
    const { normalMbps, peakMbps, violations } = evaluate(aProblem(), plan([over(0, 2), over(1, 2)]));
    expect(normalMbps).toEqual([60, 60, 0]);
    expect(peakMbps).toEqual([60, 60, 120]);
    expect(violations).toEqual([{ kind: "capacity", link: 2, risk: 3, overMbps: 20 }]);
  });

  it("loads nothing with traffic that is lost", () => {
    // the site takes both paths of the first flow
    const { peakMbps, violations, exposures, exposureWeight } = evaluate(aProblem(), plan([over(0, 1), over(2, 0)]));
    expect(peakMbps).toEqual([120, 60, 60]);
    expect(violations).toEqual([{ kind: "capacity", link: 0, risk: 2, overMbps: 20 }]);
    expect(exposures).toEqual([{ flow: 0, risk: 3 }]);
    expect(exposureWeight).toBe(10);
  });

  it("does not hold against a plan what no candidate avoids", () => {
    const only = aFlow({ candidates: aFlow().candidates.slice(0, 2) });
    const { exposures } = evaluate(aProblem({ flows: [only] }), plan([over(0)]));
    expect(exposures).toEqual([{ flow: 0, risk: 0 }]);
  });

  it("names closed links, wrong decisions, a budget and parts that are none", () => {
    const { violations } = evaluate(
      aProblem({ maxMonthlyUsd: 100 }),
      plan([over(2), [{ primary: 0, share: 0.4 }]], { isOpen: [false, true, false], isExpanded: [true, false, false] }),
    );
    expect(violations).toEqual([
      { kind: "closed-link", flow: 0, link: 2 },
      { kind: "parts", flow: 1 },
      { kind: "closed-link", flow: 1, link: 0 },
      { kind: "decision", link: 0 },
      { kind: "budget", overUsd: 140 },
    ]);
  });

  it("closes what nothing uses, opens what a path or a backup needs, and takes a second port only where it is short", () => {
    const problem = aProblem();
    expect(assignmentOf(problem, [over(0), over(0, 2)])).toMatchObject({
      isOpen: [true, false, true],
      isExpanded: [false, false, false],
    });
    expect(assignmentOf(problem, [over(1), over(1)])).toMatchObject({
      isOpen: [true, true, false],
      isExpanded: [false, true, false],
    });
  });

  it("leaves a link open that would save nothing by being closed", () => {
    const problem = aProblem();
    const links = problem.links.map((link) => ({ ...link, monthlyUsd: 0 }));
    expect(assignmentOf({ ...problem, links }, [over(0), over(0)]).isOpen).toEqual([true, true, false]);
  });
});
