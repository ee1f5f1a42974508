import { describe, expect, it } from "vitest";
import { exposedRisks, flowRisks, pairsOf, risksByLink, safestOf, standInsOf } from "./pairs.ts";
import type { ProblemFlow } from "./problem.ts";

const flowOver = (...paths: readonly (readonly number[])[]): ProblemFlow => ({
  id: "f",
  mbps: 1,
  monthlyGb: 1,
  weight: 1,
  isSplittable: false,
  candidates: paths.map((links) => ({ links, charges: [], rttMs: 1, unavailabilityRatio: 0 })),
});
const links = Array.from({ length: 5 }, (_, index) => ({
  id: `l${index}`,
  monthlyUsd: 0,
  decision: "keep" as const,
}));
const risksOf = (flow: ProblemFlow, ...shared: readonly (readonly number[])[]) => {
  const all = [...links.keys()].map((link) => [link]);
  return flowRisks(
    flow,
    risksByLink({ links, risks: [...all, ...shared].map((own, index) => ({ id: `r${index}`, links: own })) }),
  );
};
const backupsOf = (pairs: ReturnType<typeof pairsOf>, primary: number) =>
  pairs.filter((pair) => pair.primary === primary).map(({ backup }) => backup);

describe("engine/paths/optimise/pairs", () => {
  it("does not count what no candidate avoids", () => {
    const flow = flowOver([0, 1], [0, 2]);
    const risks = risksOf(flow);
    expect([...risks.avoidable].sort()).toEqual([1, 2]);
    expect(exposedRisks(risks, 0)).toEqual([1]);
    expect(exposedRisks(risks, 0, 1)).toEqual([]);
  });

  it("is exposed to a site that takes both paths along although a third avoids it", () => {
    const risks = risksOf(flowOver([0], [1], [2]), [0, 1]);
    expect(exposedRisks(risks, 0, 1)).toEqual([5]);
    expect(exposedRisks(risks, 0, 2)).toEqual([]);
  });

  it("leaves out a backup that takes more links and saves from no more", () => {
    const flow = flowOver([0], [1], [1, 2], [3, 4]);
    expect(backupsOf(pairsOf(flow, risksOf(flow)), 0)).toEqual([undefined, 1, 3]);
  });

  it("needs no backup where there is nothing to be saved from", () => {
    const flow = flowOver([0], [0, 1]);
    expect(backupsOf(pairsOf(flow, risksOf(flow)), 0)).toEqual([undefined]);
  });

  it("keeps one backup of those that differ only in links that are not scarce, and knows the others", () => {
    const flow = flowOver([0], [1], [2], [3], [2, 4]);
    const risks = risksOf(flow);
    const scarce = new Set([3]);
    const pairs = pairsOf(flow, risks, scarce);
    expect(backupsOf(pairs, 0)).toEqual([undefined, 1]);
    expect(standInsOf(flow, risks, { primary: 0, backup: 1 }, scarce)).toEqual([1, 2, 4]);
  });

  it("keeps the pairs that are exposed least", () => {
    const flow = flowOver([0], [1], [2]);
    const safest = safestOf(pairsOf(flow, risksOf(flow, [0, 1])));
    expect(safest.map(({ primary, backup }) => [primary, backup])).toEqual([
      [0, 2],
      [1, 2],
      [2, 0],
      [2, 1],
    ]);
  });
});
