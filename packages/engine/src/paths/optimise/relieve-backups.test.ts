import { describe, expect, it } from "vitest";
import { loadsOf, risksOfFlows } from "./loads.ts";
import type { ChoiceProblem } from "./problem.ts";
import { relieveBackups } from "./relieve-backups.ts";

/** Two flows of 60 Mbps on the first link, each with two other links to go to. */
const problem: ChoiceProblem = {
  links: ["main", "one", "two"].map((id) => ({ id, capacityMbps: 200, monthlyUsd: 0, decision: "keep" })),
  meters: [],
  allowances: [],
  risks: [0, 1, 2].map((link) => ({ id: `r${link}`, links: [link] })),
  flows: ["a", "b"].map((id) => ({
    id,
    mbps: 60,
    monthlyGb: 1,
    weight: 1,
    isSplittable: false,
    candidates: [0, 1, 2].map((link) => ({ links: [link], charges: [], rttMs: 1, unavailabilityRatio: 0 })),
  })),
  weights: { perUsd: 1, perGbMs: 0, perLostGb: 0 },
};
const together = [1, 1].map((backup) => [{ primary: 0, backup, share: 1 }]);
const relieved = (scarce: readonly number[], roomMbps: number) =>
  relieveBackups(problem, risksOfFlows(problem), together, new Set(scarce), [200, roomMbps, roomMbps]);

describe("engine/paths/optimise/relieve-backups", () => {
  it("spreads backups over links where one has no room for all of them", () => {
    expect(Math.max(...loadsOf(problem, relieved([], 100)).peakMbps.slice(1))).toBe(60);
  });

  it("leaves them where there is room", () => {
    expect(relieved([], 120)).toEqual(together);
  });

  it("never moves a backup onto a scarce link", () => {
    expect(relieved([2], 100)).toEqual(together);
  });
});
