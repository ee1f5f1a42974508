import type { SkylaneEvent } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { lostBetween, planOfTwo, policyOf, recordedPast } from "../../../../../test/support/recorded-past.ts";
import { comparePolicies, replay } from "./index.ts";

const config = aConfig();
const MINUTE = 60_000;
const run = (events: readonly SkylaneEvent[], ...policies: ReturnType<typeof policyOf>[]) =>
  replay({ events, config, plans: [planOfTwo], recordedWith: config.thresholds, policies, backWithinMs: 30_000 });

describe("engine/failover/replay", () => {
  it("finds the move that was recorded, at its time, and the fail back after the stable window", async () => {
    const past = await recordedPast(config, {
      minutes: 15,
      isLost: lostBetween("dx", 4 * MINUTE + 10_000, 5 * MINUTE),
    });
    const [now] = run(past.events, policyOf("now", config)).policies;

    expect(now?.moves).toMatchObject([{ groupId: "g", fromPathId: "dx", toPathId: "vpn", toSwitchMs: 2_300 }]);
    expect(now?.moves[0]?.triggeredAtMs).toBe(past.startMs + 4 * MINUTE + 12_000);
    expect(now?.moves[0]?.failedBackAtMs).toBe(past.startMs + 5 * MINUTE + 1_000 + 5 * MINUTE);
    expect(now).toMatchObject({ falsePositives: [], missed: [], failbackCount: 1, flapCount: 0 });
  });

  it("says of a quicker policy how much sooner it moves, and that it moves for a blip", async () => {
    const isLost = (pathId: string, atMs: number) =>
      lostBetween("dx", 10 * MINUTE + 10_000, 12 * MINUTE)(pathId, atMs) ||
      // two in a row, in the part of the minute that is kept
      lostBetween("dx", 2 * MINUTE + 50_000, 2 * MINUTE + 52_000)(pathId, atMs);
    const past = await recordedPast(config, { minutes: 20, isLost });
    const replayed = run(past.events, policyOf("now", config), policyOf("quick", config, { failuresToDownCount: 2 }));

    expect(replayed.policies[0]?.moves).toHaveLength(1);
    expect(replayed.policies[1]?.moves).toHaveLength(2);
    expect(replayed.policies[1]?.falsePositives).toMatchObject([{ kind: "back-soon" }]);
    expect(comparePolicies(replayed).map(({ kind, says }) => [kind, says])).toMatchObject([
      ["only-second", expect.stringContaining("only quick moves from dx to vpn (2 probes in a row unanswered)")],
      ["earlier", "quick moves 1.0 s earlier"],
    ]);
  });

  it("says of a slower policy which outage it misses, and when it moves later", async () => {
    const isLost = (pathId: string, atMs: number) =>
      lostBetween("dx", 3 * MINUTE + 5_000, 3 * MINUTE + 40_000)(pathId, atMs) ||
      lostBetween("dx", 12 * MINUTE, 16 * MINUTE)(pathId, atMs);
    const past = await recordedPast(config, { minutes: 25, isLost });
    const slow = policyOf("slow", config, { failuresToDownCount: 20 });
    const blind = { ...policyOf("held", config), failover: { ...config.failover, flapBudgetCount: 1 } };
    const replayed = run(past.events, policyOf("now", config), slow);
    const [, held] = run(past.events, policyOf("now", config), blind).policies;

    expect(replayed.policies[0]?.moves).toHaveLength(2);
    expect(replayed.policies[1]?.moves).toHaveLength(2);
    expect(comparePolicies(replayed)).toMatchObject([{ kind: "later" }, { kind: "later" }]);
    expect(held?.missed).toMatchObject([{ groupId: "g", because: expect.stringContaining("flap-budget") }]);
  });

  it("counts a move back that is soon followed by the next one as a flap", async () => {
    const isLost = (pathId: string, atMs: number) =>
      lostBetween("dx", 2 * MINUTE, 3 * MINUTE)(pathId, atMs) ||
      lostBetween("dx", 6 * MINUTE, 8 * MINUTE)(pathId, atMs);
    const past = await recordedPast(config, { minutes: 20, isLost });
    const hasty = policyOf("hasty", config, {}, { mode: "auto", stableWindowMs: 10_000 });
    const [now, second] = run(past.events, policyOf("now", config), hasty).policies;

    expect(now).toMatchObject({ flapCount: 0, failbackCount: 1 });
    expect(second).toMatchObject({ flapCount: 1, failbackCount: 2 });
  });

  it("does not take a repair by routing for a move that was missing", async () => {
    const past = await recordedPast(config, { minutes: 6, isLost: lostBetween("dx", 2 * MINUTE, 3 * MINUTE) });
    const repaired = {
      type: "failover.completed.v1",
      time: new Date(past.startMs + 2 * MINUTE + 4_000).toISOString(),
      data: {
        incidentId: "fo-g-2",
        groupId: "g",
        fromPathId: "dx",
        toPathId: "vpn",
        how: "repaired-by-routing",
        proof: { sentCount: 1, answeredCount: 1, flowIds: [] },
        elapsedMs: 2_000,
      },
    } as unknown as SkylaneEvent;

    expect(run([...past.events, repaired], policyOf("now", config)).policies[0]?.moves).toEqual([]);
  });

  it("says how much of the past is kept, and how much is taken to be as the state was", async () => {
    const past = await recordedPast(config, { minutes: 3, isLost: () => false });
    const { sampleCounts, fromMs, toMs, troubles } = run(past.events, policyOf("now", config));

    expect(sampleCounts.kept).toBe(2 * 3 * config.thresholds.windowSampleCount);
    expect(sampleCounts.assumed).toBe(0);
    expect(toMs - fromMs).toBe(3 * MINUTE - 3_000);
    expect(troubles).toEqual([]);
  });

  it("has nothing to say of an empty past", () => {
    expect(run([], policyOf("now", config)).policies).toMatchObject([{ moves: [], holds: [], missed: [] }]);
  });
});
