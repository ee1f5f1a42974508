import type { PathWatch } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { degradationRisk } from "./degradation-risk.ts";
import { type PathRound, unwatchedPath, watchPath } from "./watch-path.ts";

const roundMs = 60_000;
const noise = (at: number): number => (((at * 7919) % 101) - 50) / 100;
const watch = (rounds: readonly Omit<PathRound, "atMs">[]): PathWatch =>
  rounds.reduce((state, round, at) => watchPath(state, { ...round, atMs: at * roundMs }), unwatchedPath);
const steady = (count: number): Omit<PathRound, "atMs">[] =>
  Array.from({ length: count }, (_, at) => ({ sent: 5, lost: 0, rttMs: 50 + noise(at) }));
const risk = (rounds: readonly Omit<PathRound, "atMs">[]) => {
  const nowMs = (rounds.length - 1) * roundMs;
  return degradationRisk(watch(rounds), { nowMs, limitRttMs: 75, limitLossRatio: 0.05, horizonMs: nowMs + 3_600_000 });
};

describe("health/detect/degradation-risk", () => {
  it("sees none in a steady path", () => {
    expect(risk(steady(300)).probability).toBeLessThan(0.02);
    expect(risk(steady(300))).not.toHaveProperty("leadTimeMs");
  });

  it("sees it in a burst of loss, and not in one answer lost", () => {
    const one = { sent: 5, lost: 1, rttMs: 50 };
    const burst = Array<typeof one>(3).fill({ ...one, lost: 3 });
    expect(risk([...steady(300), one]).probability).toBeLessThan(0.3);
    expect(risk([...steady(300), ...burst]).probability).toBeGreaterThan(0.9);
    expect(risk([...steady(300), ...burst, ...steady(60)]).probability).toBeLessThan(0.1);
  });

  it("sees a step half way to the limit, less and less as it lasts", () => {
    const stepped = steady(60).map((round) => ({ ...round, rttMs: (round.rttMs ?? 0) + 12.5 }));
    const soon = risk([...steady(300), ...stepped.slice(0, 15)]).probability;
    expect(soon).toBeGreaterThan(0.25);
    expect(risk([...steady(300), ...stepped]).probability).toBeLessThan(soon);
  });

  it("says when a drift reaches the limit", () => {
    const drifting = Array.from({ length: 60 }, (_, at) => ({ sent: 5, lost: 0, rttMs: 60 + at * 0.15 + noise(at) }));
    const { probability, leadTimeMs } = risk(drifting);
    expect(probability).toBeGreaterThan(0.9);
    expect((leadTimeMs ?? 0) / roundMs).toBeGreaterThan(30);
    expect((leadTimeMs ?? 0) / roundMs).toBeLessThan(55);
  });

  it("sees jitter that grows at the same level, and never takes it alone for certain", () => {
    const jittery = Array.from({ length: 12 }, (_, at) => ({ sent: 5, lost: 0, rttMs: 50 + (at % 2) * 8 }));
    const grown = risk([...steady(300), ...jittery]);
    expect(grown.signs).toEqual(["jitter"]);
    expect(grown.probability).toBeLessThan(0.5);
  });

  it("learns nothing of the round trip from a round without an answer", () => {
    const before = watch(steady(50));
    const after = watchPath(before, { atMs: 50 * roundMs, sent: 5, lost: 5 });
    expect(after.trend).toEqual(before.trend);
    expect(after.jitterNowMs).toBe(before.jitterNowMs);
  });
});
