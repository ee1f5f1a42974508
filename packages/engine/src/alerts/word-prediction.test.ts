import type { DegradationPassed, DegradationPredicted, DrainProposal } from "@skylane/core";
import { eventRegistry } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { type AlertingEvent, wordAlert } from "./index.ts";

const slotMs = 1_800_000_000_000;
type PredictionType = Extract<AlertingEvent["type"], `health.${string}`>;
const event = (type: PredictionType, data: object): AlertingEvent =>
  ({
    type,
    id: "e1",
    time: new Date(slotMs).toISOString(),
    data: eventRegistry[type].data.parse(data),
  }) as AlertingEvent;
const drain = { kind: "drain", connectionId: "dx-1", toPathId: "vpn" };
const evidence = {
  lossRatio: 0.034,
  usualLossRatio: 0.0005,
  limitLossRatio: 0.05,
  rttP50Ms: 30,
  limitRttMs: 40,
  rttMsPerHour: 8,
};
const predicted = (more: object = {}, about: object = {}) =>
  wordAlert(
    event("health.degradation-predicted.v1", {
      vantageId: "v1",
      slotMs,
      probability: 0.93,
      leadTimeMs: 40 * 60_000,
      signs: ["loss-growth", "drift"],
      about: { kind: "path", pathId: "dx", groupId: "g", isWorse: false, evidence, proposal: drain, ...about },
      ...more,
    } satisfies Record<keyof DegradationPredicted, unknown>),
  );
const passed = (about: object) =>
  wordAlert(
    event("health.degradation-passed.v1", {
      vantageId: "v1",
      slotMs,
      sinceMs: slotMs - 90 * 60_000,
      about,
    } satisfies Record<keyof DegradationPassed, unknown>),
  );

describe("engine/alerts/word-prediction", () => {
  it("says which path, how likely, by when, what was seen, and the very order that drains it", () => {
    expect(predicted()).toEqual({
      id: "e1",
      urgency: "notice",
      action: "trigger",
      dedupKey: "skylane:prediction:v1:path:dx",
      title: "g: dx is likely to get worse (93 %), in about 40 min",
      lines: [
        "loss grows: 3.4 % in the last minute, 0.1 % as a rule; degraded above 5.0 %",
        "round trips go up bit by bit: 30.0 ms, 8.0 ms more an hour; degraded above 40.0 ms",
        "seen from v1; nothing was moved",
        'to move to vpn while it works: skylane failover drain dx-1 --by "$USER" --reason "predicted for dx: loss-growth, drift"',
      ],
      groupId: "g",
      atMs: slotMs,
    });
  });

  it("says when it comes sooner than was told, and that it may come any moment", () => {
    expect(predicted({ leadTimeMs: 0 }, { isWorse: true })?.title).toMatch(/, any moment, sooner than was told$/);
  });

  it.each<[Extract<DrainProposal, { kind: "none" }>["why"], RegExp]>([
    ["carries-nothing", /nothing to drain/],
    ["move-active", /is under way or stands/],
    ["no-plan", /no failover plan/],
    ["no-allowed-backup", /no other path is allowed/],
    ["backup-not-healthy", /no other path is healthy/],
  ])("names no order where there is none to give: %s", (why, said) => {
    const alert = predicted({}, { proposal: { kind: "none", why } });

    expect(alert?.lines.at(-1)).toMatch(said);
    expect(alert?.lines.join("\n")).not.toContain("skylane failover drain");
  });

  it("names the vantage, not its paths, as the suspect of a storm", () => {
    expect(predicted({ about: { kind: "vantage", pathIds: ["dx", "p3", "vpn"], pathCount: 4 } })).toMatchObject({
      dedupKey: "skylane:prediction:v1:all",
      title: "3 of 4 paths of vantage v1 look bad at once: it is the vantage that is suspect",
    });
  });

  it("resolves the alert it raised, and says whether it came", () => {
    const path = { kind: "path", pathId: "dx", groupId: "g" };

    expect(passed(path)).toMatchObject({
      action: "resolve",
      dedupKey: predicted()?.dedupKey,
      lines: ["predicted 90 min ago", "it did not come: the path was never worse than when it was told"],
    });
    expect(passed({ ...path, cameAtMs: slotMs - 60 * 60_000 })?.lines[1]).toBe("it came 30 min after it was told");
    expect(passed({ kind: "vantage", pathIds: ["dx"], pathCount: 4 })).toMatchObject({
      dedupKey: "skylane:prediction:v1:all",
      title: "vantage v1: its paths look well again",
    });
  });

  it("says when a connection is full, and between which days", () => {
    const data = {
      estate: "test",
      connectionId: "aws/dx-1",
      bandwidthMbps: 1_000,
      utilisationRatio: 0.31,
      limitRatio: 0.5,
      probability: 0.98,
      exhaustedAtMs: slotMs + 30 * 86_400_000,
      soonestAtMs: slotMs + 20 * 86_400_000,
      latestAtMs: slotMs + 50 * 86_400_000,
    };
    const { latestAtMs: _, ...unsure } = data;
    const words = (of: object) => wordAlert(event("health.capacity-exhaustion-predicted.v1", of));

    expect(words(data)).toMatchObject({
      urgency: "notice",
      dedupKey: "skylane:capacity:test:aws/dx-1",
      title: "test: aws/dx-1 will be full about 2027-02-14 (98 % within 90 days)",
      lines: [
        "from 2027-02-04 to 2027-03-06",
        expect.stringContaining("31 % of 1000 Mbps"),
        expect.any(String),
        expect.any(String),
      ],
    });
    expect(words(unsure)?.lines[0]).toBe("from 2027-02-04 or much later: the growth is not sure");
    expect(words({ ...data, exhaustedAtMs: slotMs })?.title).toContain("is full now");
  });
});
