import { functions, logMetrics, rules, schedules, workflows } from "@skylane/core";
import { describe, expect, it } from "vitest";
import drill from "../packages/engine/workflows/drill.asl.json" with { type: "json" };
import failback from "../packages/engine/workflows/failback.asl.json" with { type: "json" };
import failover from "../packages/engine/workflows/failover.asl.json" with { type: "json" };
import { alarmsOf, chainFunctions, type Watched } from "./alarm-table.ts";
import { awsMetrics } from "./aws-metrics.ts";

const watched: Watched = {
  name: "skylane-test",
  regionId: "us-east-1",
  otherRegionId: "us-west-2",
  vantageIds: ["aws-use1", "dc-ashburn"],
  clouds: ["aws", "azure"],
  deadLetterQueues: [
    "skylane-test-consider-failover-dead",
    "skylane-test-store-plan-dead",
    "skylane-test-raise-alert-dead",
    "skylane-test-calls-dead",
  ],
  workflowArns: {
    failover: "arn:failover",
    failback: "arn:failback",
    drill: "arn:drill",
    provision: "arn:provision",
    "cost-check": "arn:cost-check",
  },
  apiId: "api1",
};
const alarms = alarmsOf(watched);
const named = (name: string) => alarms.filter((one) => one.name === name);
const stepsOf = (asl: object): string[] =>
  [...JSON.stringify(asl).matchAll(/\$\{(\w+)Arn\}/g)].map(([, pascal = ""]) =>
    pascal.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase(),
  );

describe("infra/alarm-table", () => {
  it("whatever moves or takes back traffic has an alarm when it fails: its own, or its workflow's", () => {
    const inWorkflow = new Set([failover, failback, drill].flatMap(stepsOf));
    const moves = Object.entries(functions).filter(
      ([, { entry }]) => entry.startsWith("failover/") || entry.startsWith("regions/"),
    );
    const alone = moves.map(([name]) => name).filter((name) => !inWorkflow.has(name));
    // they ask or tell people, after the move: their events end in a queue that has an alarm
    const tells = ["ask-approval", "tell-record"];

    expect(alone.filter((name) => !chainFunctions.some((one) => one === name))).toEqual(tells);
    expect(rules.map(({ target }) => target)).toEqual(expect.arrayContaining(tells));
    for (const name of chainFunctions) expect(named(`function-fails-${name}`)).toHaveLength(1);
    for (const name of workflows.filter((one) => one !== "cost-check"))
      expect(named(`workflow-failed-${name}`)).toHaveLength(1);
  });

  it("silence of a vantage, the watchdog or the heartbeat is an alarm, for nothing measured counts as bad", () => {
    const silent = alarms.filter(({ silence }) => silence === "breaching");

    expect(silent.map(({ name }) => name)).toEqual([
      "no-snapshots-aws-use1",
      "no-snapshots-dc-ashburn",
      "no-run-of-hold-region",
      "no-run-of-watch-overrides",
    ]);
    for (const one of silent)
      expect(one).toMatchObject({ is: "below", threshold: 1, periodSeconds: 60, badPeriods: [3, 3] });
    // each runs every minute, or three minutes without it would say nothing
    const rates = schedules.filter(({ target }) => silent.some(({ name }) => name === `no-run-of-${target}`));
    expect(rates.map(({ rate }) => rate)).toEqual(["rate(1 minute)", "rate(1 minute)"]);
  });

  it("every queue of dead letters is in one alarm on its first letter, whose number says which queue it is", () => {
    const dead = alarms.filter(({ isWhich }) => isWhich);

    expect(dead.map(({ name }) => name)).toEqual([
      "dead-letters-failover",
      "dead-letters-alerts",
      "dead-letters-others",
    ]);
    expect(dead.flatMap(({ metrics }) => metrics.map(({ dimensions }) => dimensions.QueueName)).sort()).toEqual(
      [...watched.deadLetterQueues].sort(),
    );
    for (const { metrics, says, ...alarm } of dead) {
      expect(alarm).toMatchObject({ is: "above", threshold: 0, silence: "notBreaching" });
      for (const [i, { dimensions }] of metrics.entries())
        expect(says).toMatch(new RegExp(` ${2 ** i} = ${dimensions.QueueName}[,.]`));
    }
    expect(named("dead-letters-failover")[0]?.says).toContain(
      "1 = skylane-test-consider-failover-dead, 2 = skylane-test-store-plan-dead.",
    );
  });

  it("splits a domain of more queues than an alarm can look at", () => {
    const queues = Array.from({ length: 23 }, (_, i) => `skylane-test-queue-${i}`);
    const dead = alarmsOf({ ...watched, deadLetterQueues: queues }).filter(({ isWhich }) => isWhich);

    expect(dead.map(({ name, metrics }) => [name, metrics.length])).toEqual([
      ["dead-letters-others", 10],
      ["dead-letters-others-2", 10],
      ["dead-letters-others-3", 3],
    ]);
  });

  it("each looks at metrics that exist, by the dimensions they are kept by", () => {
    for (const { name, metrics } of alarms)
      for (const { namespace, metricName, dimensions } of metrics) {
        const known =
          namespace === watched.name
            ? { namespace, dimensions: [(logMetrics as Record<string, { by?: string }>)[metricName]?.by ?? []].flat() }
            : awsMetrics[metricName as keyof typeof awsMetrics];
        expect({ name, namespace, dimensions: Object.keys(dimensions) }).toEqual({ name, ...known });
        if (namespace === watched.name) expect(Object.keys(logMetrics)).toContain(metricName);
      }
  });

  it("has no two of one name, and each fits into an alarm that CloudWatch takes", () => {
    expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
    for (const { says, metrics, periodSeconds, badPeriods } of alarms) {
      expect(says.length).toBeLessThanOrEqual(1_024);
      expect(metrics.length).toBeLessThanOrEqual(10);
      expect(periodSeconds * badPeriods[1]).toBeLessThanOrEqual(86_400);
      expect(badPeriods[0]).toBeLessThanOrEqual(badPeriods[1]);
    }
  });
});
