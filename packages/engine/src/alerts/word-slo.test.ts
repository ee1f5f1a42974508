import { eventRegistry } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { eventSamples } from "../../../../test/support/event-samples.ts";
import { type AlertingEvent, wordAlert } from "./index.ts";

type SloType = Extract<AlertingEvent["type"], `slo.${string}`>;
const word = (type: SloType, more: object = {}) =>
  wordAlert({
    type,
    id: "e1",
    time: "2026-11-22T10:00:00.000Z",
    data: eventRegistry[type].data.parse({ ...eventSamples[type], ...more }),
  } as AlertingEvent);

describe("engine/alerts/word-slo", () => {
  it("says what was promised, how fast it goes, what is left and for how long that lasts", () => {
    expect(word("slo.burn-rate-exceeded.v1")).toMatchObject({
      urgency: "page",
      action: "trigger",
      groupId: "use1-dc1",
      title: "use1-dc1: dx-use1-1 uses up its availability budget 33 times as fast as it may",
      lines: [
        "it is to be there 99.95 % of 28 days",
        "33 times in the last 60 minutes, 400 times in the last 5 minutes; told from 14.4 times on",
        "70 % of the budget are left",
        "at this rate the budget of 28 days is gone in 20 hours: skylane slos",
      ],
    });
  });

  it("a ticket wakes nobody, and an overdrawn budget is said to be", () => {
    const ticket = word("slo.burn-rate-exceeded.v1", {
      severity: "ticket",
      slo: "latency",
      objectiveRatio: 0.95,
      latencyP95Ms: 80,
      remainingRatio: -0.25,
    });

    expect(ticket?.urgency).toBe("notice");
    expect(ticket?.lines).toContain("it is to answer within 80 ms, 95 % of 28 days");
    expect(ticket?.lines).toContain("the budget is overdrawn by 25 %");
  });

  it("its end resolves what its beginning raised, and no other", () => {
    const begun = word("slo.burn-rate-exceeded.v1");
    const ended = word("slo.burn-rate-recovered.v1");

    expect(ended).toMatchObject({ action: "resolve", dedupKey: begun?.dedupKey });
    expect(word("slo.burn-rate-recovered.v1", { severity: "ticket" })?.dedupKey).not.toBe(begun?.dedupKey);
    expect(word("slo.burn-rate-recovered.v1", { slo: "latency" })?.dedupKey).not.toBe(begun?.dedupKey);
  });
});
