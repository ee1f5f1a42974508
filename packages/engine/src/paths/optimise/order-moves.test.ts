import { describe, expect, it } from "vitest";
import { orderMoves } from "./order-moves.ts";
import type { Assignment, ChoiceProblem, ProblemFlow, ProblemLink } from "./problem.ts";

const link = (id: string, capacityMbps: number, decision: ProblemLink["decision"] = "keep"): ProblemLink => ({
  id,
  capacityMbps,
  monthlyUsd: 10,
  decision,
});
const flow = (id: string, mbps: number, ...ways: readonly (readonly number[])[]): ProblemFlow => ({
  id,
  mbps,
  monthlyGb: 100,
  weight: 1,
  isSplittable: false,
  candidates: ways.map((links) => ({ links, charges: [], rttMs: 10, unavailabilityRatio: 0 })),
});
const problemOf = (links: readonly ProblemLink[], flows: readonly ProblemFlow[]): ChoiceProblem => ({
  links,
  meters: [],
  allowances: [],
  risks: links.map(({ id }, index) => ({ id, links: [index] })),
  flows,
  weights: { perUsd: 1, perGbMs: 0, perLostGb: 0 },
});
const on = (isOpen: readonly boolean[], ...primaries: readonly number[]): Assignment => ({
  parts: primaries.map((primary) => [{ primary, share: 1 }]),
  isOpen,
  isExpanded: isOpen.map(() => false),
});

describe("engine/paths/optimise/order-moves", () => {
  it("moves flows with the same old and new way in one step", () => {
    const problem = problemOf([link("a", 100), link("b", 100)], [flow("x", 10, [0], [1]), flow("y", 20, [0], [1])]);

    const { steps, blocked } = orderMoves(problem, on([true, true], 0, 0), on([true, true], 1, 1));

    expect(steps).toEqual([
      {
        moves: [
          { flow: 1, from: 0, to: 1, share: 1 },
          { flow: 0, from: 0, to: 1, share: 1 },
        ],
        isDetour: false,
      },
    ]);
    expect(blocked).toEqual([]);
  });

  it("first moves the flow that another waits for", () => {
    const problem = problemOf(
      [link("a", 100), link("b", 100), link("c", 100)],
      [flow("x", 80, [0], [1]), flow("y", 80, [1], [2])],
    );

    const { steps } = orderMoves(problem, on([true, true, true], 0, 0), on([true, true, true], 1, 1));

    expect(steps.map(({ moves }) => moves.map(({ flow }) => flow))).toEqual([[1], [0]]);
  });

  it("swaps two flows by a detour over a spare path", () => {
    const problem = problemOf(
      [link("a", 100), link("b", 100), link("c", 100)],
      [flow("x", 80, [0], [1], [2]), flow("y", 70, [1], [0], [2])],
    );

    const { steps, blocked } = orderMoves(problem, on([true, true, true], 0, 0), on([true, true, true], 1, 1));

    expect(steps).toEqual([
      { moves: [{ flow: 1, from: 0, to: 2, share: 1 }], isDetour: true },
      { moves: [{ flow: 0, from: 0, to: 1, share: 1 }], isDetour: false },
      { moves: [{ flow: 1, from: 2, to: 1, share: 1 }], isDetour: false },
    ]);
    expect(blocked).toEqual([]);
  });

  it("names what lacks where flows wait for one another and there is no way round", () => {
    const problem = problemOf([link("a", 100), link("b", 100)], [flow("x", 80, [0], [1]), flow("y", 70, [1], [0])]);

    const { steps, blocked } = orderMoves(problem, on([true, true], 0, 0), on([true, true], 1, 1));

    expect(steps).toEqual([]);
    expect(blocked.map(({ flow, link }) => ({ flow, link }))).toEqual([
      { flow: 0, link: 1 },
      { flow: 1, link: 0 },
    ]);
    expect(blocked[0]?.lacksMbps).toBeCloseTo(50, 3);
  });

  it("opens before the first step and closes after the last", () => {
    const problem = problemOf([link("a", 100, "may-close"), link("b", 100, "may-open")], [flow("x", 80, [0], [1])]);

    expect(orderMoves(problem, on([true, false], 0), on([false, true], 1))).toMatchObject({
      openFirst: [1],
      closeLast: [0],
    });
  });

  it("does not close a link that a blocked flow still uses", () => {
    const problem = problemOf([link("a", 100, "may-close"), link("b", 50)], [flow("x", 80, [0], [1])]);

    expect(orderMoves(problem, on([true, true], 0), on([false, true], 1))).toMatchObject({
      closeLast: [],
      blocked: [{ flow: 0, link: 1 }],
    });
  });

  it("takes second ports before the first step", () => {
    const wide = { ...link("b", 50), expansion: { capacityMbps: 50, monthlyUsd: 5 } };
    const problem = problemOf([link("a", 100), wide], [flow("x", 80, [0], [1])]);

    const plan = orderMoves(problem, on([true, true], 0), { ...on([true, true], 1), isExpanded: [false, true] });

    expect(plan).toMatchObject({ expandFirst: [1], blocked: [] });
    expect(plan.steps).toHaveLength(1);
  });
});
