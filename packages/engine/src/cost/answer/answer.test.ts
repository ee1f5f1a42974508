import { CostAnomaly, CostAnomalyOrder, CostRecommendation, CostRecommendationOrder } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { trackAnomalies } from "../anomaly/index.ts";
import { answerAnomaly } from "./answer-anomaly.ts";
import { answerRecommendation } from "./answer-recommendation.ts";

const DAY_MS = 86_400_000;
const said = { by: "ops@globalcart.example", atMs: 10 * DAY_MS };
const finding = {
  scope: { kind: "flow", id: "orders" },
  beganAtMs: 9 * DAY_MS,
  ...{ observedUsdPerHour: 10, expectedUsdPerHour: 2, usdPerDay: 192, usdSoFar: 100 },
  ...{ flowIds: ["orders"], connectionIds: [], detectors: ["seasonal"], evidence: ["it costs more"] },
  cause: "unknown",
} as const;
const anomaly = (more: object = {}) =>
  CostAnomaly.parse({
    ...{ ...finding, id: "ca-flow-abc-1", foundAtMs: 9 * DAY_MS, severity: "medium", status: "open" },
    ...more,
  });
const order = (more: object = {}) => CostAnomalyOrder.parse(more);

describe("engine/cost/answer", () => {
  it("puts an anomaly off for a day, or as long as is said, and it is told when the time is over", () => {
    const snoozed = answerAnomaly(anomaly(), "snooze", order(), said);

    expect(snoozed).toMatchObject({ status: "snoozed", snoozedUntilMs: 11 * DAY_MS });
    expect(answerAnomaly(anomaly(), "snooze", order({ forMs: 3_600_000 }), said).snoozedUntilMs).toBe(
      said.atMs + 3_600_000,
    );
    expect(trackAnomalies([snoozed], [{ ...finding, flowIds: ["orders"] }], said.atMs + 1).told).toEqual([]);
    expect(trackAnomalies([snoozed], [{ ...finding, flowIds: ["orders"] }], 11 * DAY_MS + 1).told).toHaveLength(1);
  });

  it("what is dismissed is told again only beyond that level", () => {
    const dismissed = answerAnomaly(anomaly(), "dismiss", order({ note: "a sale" }), said);

    expect(dismissed).toMatchObject({
      status: "dismissed",
      feedback: { verdict: "expected", by: said.by, atMs: said.atMs, note: "a sale" },
    });
    const more = { ...finding, flowIds: ["orders"], observedUsdPerHour: 20, usdPerDay: 432 };
    expect(trackAnomalies([dismissed], [finding], said.atMs).told).toEqual([]);
    expect(trackAnomalies([dismissed], [more], said.atMs).told).toHaveLength(1);
  });

  it.each([
    ["dismiss", { verdict: "wrong" }, "open", "dismissed", "wrong"],
    ["dismiss", {}, "ended", "ended", "expected"],
    ["confirm", {}, "snoozed", "open", "real"],
    ["confirm", {}, "dismissed", "open", "real"],
    ["confirm", {}, "ended", "ended", "real"],
  ] as const)("%s %j of one that is %s: it is %s, and %s", (verb, body, status, after, verdict) => {
    const answered = answerAnomaly(anomaly({ status, snoozedUntilMs: 1 }), verb, order(body), said);

    expect(answered).toMatchObject({ status: after, feedback: { verdict } });
    expect(answered.snoozedUntilMs).toBeUndefined();
    expect(CostAnomaly.parse(answered)).toEqual(answered);
  });

  it.each([
    ["snooze", {}, "ended", "ERR_ANOMALY_ENDED", /ca-flow-abc-1 is ended/],
    ["snooze", {}, "dismissed", "ERR_ANOMALY_ENDED", /Dismiss or confirm/],
    ["snooze", { verdict: "wrong" }, "open", "ERR_REQUEST_INVALID", /verdict: belongs to :dismiss/],
    ["confirm", { forMs: 3_600_000 }, "open", "ERR_REQUEST_INVALID", /forMs: belongs to :snooze; leave it out/],
  ] as const)("refuses %s with %j of one that is %s", (verb, body, status, code, message) => {
    expect(() => answerAnomaly(anomaly({ status }), verb, order(body), said)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it.each([{ forMs: 1 }, { forMs: 31 * DAY_MS }, { note: "x".repeat(501) }, { by: "eve" }])("takes no %j", (body) => {
    expect(CostAnomalyOrder.safeParse(body).success).toBe(false);
  });
});

const recommendation = (more: object = {}) =>
  CostRecommendation.parse({
    ...{ id: "cr-zombie-vpn-1", kind: "zombie-vpn", title: "an idle VPN", scope: { kind: "link", id: "vpn" } },
    ...{ subjects: ["vpn"], evidence: ["no byte in 30 days"], savingUsd: 36, savingLowUsd: 36, savingHighUsd: 37 },
    ...{ risk: "low", risks: [], todo: [], raisedAtMs: 5 * DAY_MS, status: "open" },
    ...more,
  });
const answer = (more: object = {}) => CostRecommendationOrder.parse(more);

describe("engine/cost/answer/recommendation", () => {
  it.each([
    ["accept", {}, { status: "accepted" }],
    ["dismiss", { note: "needed in spring" }, { status: "dismissed", decided: { note: "needed in spring" } }],
    ["done", {}, { status: "accepted", doneAtMs: said.atMs }],
    ["done", { doneAtMs: 6 * DAY_MS }, { status: "accepted", doneAtMs: 6 * DAY_MS, decided: { by: said.by } }],
  ] as const)("%s %j", (verb, body, after) => {
    const answered = answerRecommendation(recommendation(), verb, answer(body), said);

    expect(answered).toMatchObject(after);
    expect(CostRecommendation.parse(answered)).toEqual(answered);
  });

  it("a moment that was wrong can be said again", () => {
    const done = recommendation({ status: "accepted", doneAtMs: 9 * DAY_MS });

    expect(answerRecommendation(done, "done", answer({ doneAtMs: 8 * DAY_MS }), said).doneAtMs).toBe(8 * DAY_MS);
  });

  it.each([
    ["done", { doneAtMs: 11 * DAY_MS }, {}, "ERR_REQUEST_INVALID", /doneAtMs: must lie between/],
    ["done", { doneAtMs: 4 * DAY_MS }, {}, "ERR_REQUEST_INVALID", /432000000 and 864000000/],
    ["accept", { doneAtMs: 6 * DAY_MS }, {}, "ERR_REQUEST_INVALID", /belongs to :done/],
    ["dismiss", {}, { status: "verified" }, "ERR_RECOMMENDATION_ENDED", /judged by the bill/],
    ["dismiss", {}, { status: "accepted", doneAtMs: 1 }, "ERR_RECOMMENDATION_ENDED", /waits for its bill/],
  ] as const)("refuses %s %j of %j", (verb, body, more, code, message) => {
    expect(() => answerRecommendation(recommendation(more), verb, answer(body), said)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});
