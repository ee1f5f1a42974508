import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallChoiceProblem } from "../../../../../test/support/choice-problems.ts";
import { orderMoves } from "./order-moves.ts";
import type { Assignment, ChoiceProblem } from "./problem.ts";

/** Two assignments of the same problem, any. */
const changes = smallChoiceProblem().chain((problem) => {
  const assignment = fc
    .tuple(
      ...problem.flows.map(({ candidates }) =>
        fc.nat(Math.max(0, candidates.length - 1)).map((primary) => [{ primary, share: 1 }]),
      ),
    )
    .map(
      (parts): Assignment => ({
        parts,
        isOpen: problem.links.map(() => true),
        isExpanded: problem.links.map(() => false),
      }),
    );
  return fc.record({ problem: fc.constant(problem), from: assignment, to: assignment });
});

const loadsOf = (problem: ChoiceProblem, lies: readonly ReadonlySet<number>[]): number[] => {
  const loads = problem.links.map(() => 0);
  for (const [flow, { mbps, candidates }] of problem.flows.entries()) {
    const used = new Set([...(lies[flow] ?? [])].flatMap((candidate) => candidates[candidate]?.links ?? []));
    for (const link of used) loads[link] = (loads[link] ?? 0) + mbps;
  }
  return loads;
};

describe("engine/paths/optimise/order-moves", () => {
  it("never adds to a link beyond its capacity, and ends in the new assignment but for what is blocked", () => {
    fc.assert(
      fc.property(changes, ({ problem, from, to }) => {
        const plan = orderMoves(problem, from, to);
        const lies = from.parts.map(([part]) => new Set([part?.primary ?? 0]));
        for (const { moves } of plan.steps) {
          const before = loadsOf(problem, lies);
          for (const { flow, from: old, to: next } of moves) {
            expect(lies[flow]).toEqual(new Set([old]));
            lies[flow]?.add(next);
          }
          for (const [link, mbps] of loadsOf(problem, lies).entries()) {
            if (mbps > (before[link] ?? 0))
              expect(mbps).toBeLessThanOrEqual((problem.links[link]?.capacityMbps ?? Infinity) + 1e-6);
          }
          for (const { flow, from: old } of moves) lies[flow]?.delete(old);
        }
        const blocked = new Set(plan.blocked.map(({ flow }) => flow));
        for (const [flow, own] of lies.entries()) {
          if (!blocked.has(flow)) expect([...own]).toEqual([to.parts[flow]?.[0]?.primary]);
        }
        for (const { lacksMbps } of plan.blocked) expect(lacksMbps).toBeGreaterThan(0);
        expect(orderMoves(problem, from, to)).toEqual(plan);
      }),
      { numRuns: 500 },
    );
  });
});
