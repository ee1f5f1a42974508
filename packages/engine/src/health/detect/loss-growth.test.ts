import type { LossGrowthState } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { lossGrowthProbability, nextLossGrowth, unseenLossGrowth } from "./loss-growth.ts";

const sent = 58;
const after = (lost: readonly number[], state: LossGrowthState = unseenLossGrowth): LossGrowthState =>
  lost.reduce((known, one, at) => nextLossGrowth(known, { atMs: at * 60_000, sent, lost: one }), state);
const rounds = (count: number, lost: (at: number) => number): number[] =>
  Array.from({ length: count }, (_, at) => lost(at));

describe("health/detect/loss-growth", () => {
  it("is sure of losses that come minute after minute on a path that lost none", () => {
    const quiet = after(rounds(300, () => 0));

    expect(lossGrowthProbability(quiet)).toBeLessThan(0.001);
    expect(lossGrowthProbability(after([1], quiet))).toBeLessThan(0.01);
    expect(lossGrowthProbability(after([1, 1, 2, 2], quiet))).toBeGreaterThan(0.99);
  });

  it("takes what a path always loses for usual, from the first half hour on", () => {
    const lossy = after(rounds(600, (at) => (at % 2 === 0 ? 1 : 0)));

    expect(lossy.usualLossRatio).toBeCloseTo(0.5 / sent, 3);
    expect(lossGrowthProbability(lossy)).toBeLessThan(0.01);
  });

  it("is never sure after one round, however much it lost", () => {
    expect(lossGrowthProbability(after([sent], after(rounds(300, () => 0))))).toBeLessThan(0.2);
  });

  it("begins its line anew where the losses began", () => {
    const quiet = after(rounds(300, () => 0));
    expect(quiet.trend?.weight).toBe(1);

    const grown = after([1, 2, 3], quiet);

    expect(grown.trend?.weight).toBeCloseTo(4, 1);
    expect(
      after(
        rounds(200, () => 0),
        grown,
      ),
    ).toMatchObject({ trend: { weight: 1 } });
  });

  it("learns nothing of a round in which nothing was sent", () => {
    expect(nextLossGrowth(unseenLossGrowth, { atMs: 0, sent: 0, lost: 0 })).toBe(unseenLossGrowth);
  });
});
