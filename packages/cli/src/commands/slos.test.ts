import type { SloList } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { describeSlos } from "./slos.ts";

const slo = (more: object): SloList["slos"][number] =>
  ({
    pathId: "dx-use1-1",
    groupId: "use1-dc1",
    vantageId: "us-east-1",
    slo: "availability",
    objectiveRatio: 0.9995,
    seenMinutes: 1_440,
    badMinutes: 0,
    budgetMinutes: 20.16,
    remainingRatio: 1,
    achievedRatio: 1,
    burnRates: [
      { windowMs: 3_600_000, burnRate: 0 },
      { windowMs: 259_200_000, burnRate: 0.04 },
    ],
    ...more,
  }) as SloList["slos"][number];

describe("cli/commands/slos", () => {
  it("says what to do where none are configured", () => {
    expect(describeSlos({ atMs: 0, slos: [] })).toContain("`slos: {}`");
  });

  it("shows what is left, and rounds nothing up to its objective", () => {
    const text = describeSlos({
      atMs: 0,
      periodDays: 28,
      slos: [
        slo({
          remainingRatio: -0.501,
          badMinutes: 30.26,
          achievedRatio: 0.999_499,
          burning: { severity: "page", sinceMs: 0 },
        }),
        slo({ pathId: "vpn-use1-1", slo: "latency", objectiveRatio: 0.95, latencyP95Ms: 80, achievedRatio: undefined }),
      ],
    });
    const [, , head, burning, slow] = text.split("\n").map((line) => line.trim().split(/ {2,}/));

    expect(head).toEqual([
      "path",
      "objective",
      "achieved",
      "left",
      "used up",
      "burn 1 h",
      "burn 6 h",
      "burn 3 d",
      "told",
    ]);
    expect(burning).toEqual([
      "dx-use1-1",
      "99.95 % there",
      "99.949 %",
      "✕ -51 %",
      "30 min of 20 min",
      "0",
      "0.04",
      "✕ page",
    ]);
    expect(slow?.slice(0, 4)).toEqual(["vpn-use1-1", "p95 ≤ 80 ms", "not seen", "● 100 %"]);
  });
});
