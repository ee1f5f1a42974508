import { AnyEvent, type EventType } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { compilePattern, matchesPattern } from "../packages/local/src/patterns/index.ts";
import { anEnvelope } from "../test/support/event-samples.ts";
import { alarmsOf } from "./alarm-table.ts";
import { auditRules } from "./audit-rules.ts";
import { type NoticeRule, noticesOf, wordNotice } from "./notice-rules.ts";

const ARN = "arn:aws:states:us-east-1:111122223333:stateMachine:skylane-failover";
const notices = noticesOf({ workflowArns: [ARN] });
const audits = auditRules({ actuators: ["a"], tokenAskers: ["b"], assumedByToken: ["c"] });
const takes = (name: string, event: object): boolean => {
  const notice = notices.find((one) => one.name === name);
  return notice !== undefined && matchesPattern(compilePattern(JSON.stringify(notice.pattern)), event);
};

/** The end of an execution, as Step Functions tells it. @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html (read 2026-11) */
const ended = (status: string, stateMachineArn = ARN) => ({
  version: "0",
  id: "315c1398-40ff-a850-213b-158f73e60175",
  "detail-type": "Step Functions Execution Status Change",
  source: "aws.states",
  account: "111122223333",
  time: "2026-11-21T14:00:00Z",
  region: "us-east-1",
  resources: [`${ARN.replace("stateMachine", "execution")}:fo-1`],
  detail: { executionArn: `${ARN}:fo-1`, stateMachineArn, name: "fo-1", status, startDate: 1_795_000_000_000 },
});
const said = (type: EventType, data: object, envelope: object = {}) => anEnvelope(type, { data, envelope });
const rolledBack = "failover.rolled-back.v1";

describe("infra/notice-rules", () => {
  it.each([
    ["workflow-failed", ended("FAILED"), true],
    ["workflow-failed", ended("TIMED_OUT"), true],
    ["workflow-failed", ended("ABORTED"), true],
    ["workflow-failed", ended("SUCCEEDED"), false],
    ["workflow-failed", ended("FAILED", `${ARN}-of-somebody-else`), false],
    ["move-needs-human", said(rolledBack, { isRestored: false }), true],
    ["move-needs-human", said(rolledBack, { isRestored: true }), false],
    ["move-rolled-back", said(rolledBack, { isRestored: true }), true],
    ["move-rolled-back", said(rolledBack, { isRestored: false }), false],
    ["fail-back-not-proven", said("failover.refused.v1", { rule: "failback-not-proven" }), true],
    ["fail-back-not-proven", said("failover.refused.v1", { rule: "kill-switch" }), false],
    ["override-ended", said("failover.override-ended.v1", {}), true],
    ["override-ended", said("failover.override-set.v1", {}), false],
    ["region-taken", said("regions.region-taken.v1", {}), true],
    ["region-taken", said("regions.region-taken.v1", {}, { "replay-name": "after-the-outage" }), false],
    ["move-needs-human", said(rolledBack, { isRestored: false }, { "replay-name": "x" }), false],
  ])("%s: %j", (name, event, isTold) => {
    expect(takes(name, event)).toBe(isTold);
  });

  it("shows only what the event has: ids and names, nothing that a person wrote", () => {
    const samples: Readonly<Record<string, object>> = {
      "workflow-failed": ended("FAILED"),
      "move-needs-human": said(rolledBack, {}),
      "move-rolled-back": said(rolledBack, {}),
      "fail-back-not-proven": said("failover.refused.v1", {}),
      "override-ended": said("failover.override-ended.v1", {}),
      "region-taken": said("regions.region-taken.v1", {}),
    };
    expect(Object.keys(samples).sort()).toEqual(notices.map(({ name }) => name).sort());
    for (const { name, shows } of notices)
      for (const path of Object.values(shows)) {
        const value = path
          .split(".")
          .slice(1)
          .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], samples[name]);
        expect(value, `${name} ${path}`).toEqual(expect.any(String));
        expect(path).not.toMatch(/reason|text|title/);
      }
  });

  it("samples are events as they are sent", () => {
    for (const isRestored of [true, false])
      expect(AnyEvent.safeParse(said(rolledBack, { isRestored }).detail).error).toBeUndefined();
  });

  it.each([...notices, ...audits])("$name is worded with a place for each thing, as EventBridge takes it", (notice) => {
    const text = wordNotice("skylane in us-east-1", notice);

    expect(text.startsWith(`skylane in us-east-1: ${notice.name}. `)).toBe(true);
    expect([...text.matchAll(/<(\w+)>/g)].map(([, key]) => key)).toEqual(Object.keys(notice.shows));
    expect(text.length).toBeLessThan(8_192);
    expect(Object.keys(notice.shows).length).toBeLessThanOrEqual(100);
  });
});

/**
 * Each failure that had an alarm on a metric of its own when there were 107 of them, and what tells of it now: an alarm, or a notice.
 */
const toldNow: Readonly<Record<string, readonly string[]>> = {
  "no-snapshots of a vantage": ["vantage-silent"],
  "no-run-of-hold-region": ["no-run-of-hold-region"],
  "no-run-of-watch-overrides": ["no-run-of-watch-overrides"],
  "workflow failed, timed out or was aborted": ["workflow-failed"],
  "run-stuck": ["run-stuck"],
  "move-needs-human": ["move-needs-human"],
  "move-rolled-back": ["move-rolled-back"],
  "fail-back-not-proven": ["fail-back-not-proven"],
  "override-ended": ["override-ended"],
  "override-not-watched": ["override-not-watched"],
  "function fails or is throttled": ["functions-fail", "dead-letters-moves"],
  "dead letters of a domain": ["dead-letters-moves", "dead-letters-others"],
  "rule cannot reach its function": ["dead-letters-moves", "dead-letters-others"],
  "rule cannot reach its queue either": ["events-lost"],
  "table-throttled-state": ["table-throttled-state"],
  "table-throttled-coord": ["table-throttled-coord"],
  "table-behind-state": ["table-behind-state"],
  "region-taken": ["region-taken"],
  "region-lease-unreadable": ["region-lease-unreadable"],
  "identity-not-refreshed": ["identity-not-refreshed"],
  "not-all-seen of a cloud": ["not-all-seen"],
  "api-errors": ["api-errors"],
  "foreign-route-change": ["foreign-route-change"],
  "foreign-token-request": ["foreign-token-request"],
  "foreign-token-login": ["foreign-token-login"],
};

describe("what people are told of Skylane itself", () => {
  const names = [
    ...alarmsOf({
      name: "skylane",
      regionId: "a",
      otherRegionId: "b",
      vantageIds: ["v"],
      apiId: "",
    }),
    ...notices,
    ...audits,
  ].map(({ name }: Pick<NoticeRule, "name">) => name);

  it.each(Object.entries(toldNow))("%s is told", (_, by) => {
    for (const name of by) expect(names).toContain(name);
  });

  it("and nothing is told without a failure that it stands for", () => {
    expect([...new Set(Object.values(toldNow).flat())].sort()).toEqual([...names].sort());
  });
});
