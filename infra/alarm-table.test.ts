import { functions, logMetrics, rules, schedules } from "@skylane/core";
import { describe, expect, it } from "vitest";
import drill from "../packages/engine/workflows/drill.asl.json" with { type: "json" };
import failback from "../packages/engine/workflows/failback.asl.json" with { type: "json" };
import failover from "../packages/engine/workflows/failover.asl.json" with { type: "json" };
import { alarmsOf, type Watched } from "./alarm-table.ts";
import { awsMetrics } from "./aws-metrics.ts";
import { chainFunctions } from "./chain-functions.ts";
import { queuePurposes } from "./queue-purposes.ts";

const watched: Watched = {
  name: "skylane-test",
  regionId: "us-east-1",
  otherRegionId: "us-west-2",
  vantageIds: ["aws-use1", "dc-ashburn"],
  apiId: "api1",
};
const alarms = alarmsOf(watched);
const stepsOf = (asl: object): string[] =>
  [...JSON.stringify(asl).matchAll(/\$\{(\w+)Arn\}/g)].map(([, pascal = ""]) =>
    pascal.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase(),
  );

describe("infra/alarm-table", () => {
  it("whatever moves or takes back traffic outside of a workflow is in the chain, whose dead letters are told apart", () => {
    const inWorkflow = new Set([failover, failback, drill].flatMap(stepsOf));
    const moves = Object.entries(functions).filter(
      ([, { entry }]) => entry.startsWith("failover/") || entry.startsWith("regions/"),
    );
    const alone = moves.map(([name]) => name).filter((name) => !inWorkflow.has(name));
    // they ask or tell people, after the move: their events end in the queue of the others
    const tells = ["ask-approval", "tell-record", "export-trace"];

    expect(alone.filter((name) => !chainFunctions.some((one) => one === name))).toEqual(tells);
    expect(rules.map(({ target }) => target)).toEqual(expect.arrayContaining(tells));
  });

  it("silence of a vantage, the watchdog or the heartbeat is an alarm, for nothing measured counts as bad", () => {
    const silent = alarms.filter(({ silence }) => silence === "breaching");

    expect(silent.map(({ name }) => name)).toEqual([
      "vantage-silent",
      "no-run-of-hold-region",
      "no-run-of-watch-overrides",
    ]);
    for (const one of silent) expect(one).toMatchObject({ is: "below", periodSeconds: 60, badPeriods: [3, 3] });
    // each runs every minute, or three minutes without it would say nothing
    const rates = schedules.filter(({ target }) => silent.some(({ name }) => name === `no-run-of-${target}`));
    expect(rates.map(({ rate }) => rate)).toEqual(["rate(1 minute)", "rate(1 minute)"]);
  });

  it("one vantage of several that falls silent is enough, and without a vantage nothing is waited for", () => {
    const thresholdOf = (vantageIds: readonly string[]): number | undefined =>
      alarmsOf({ ...watched, vantageIds }).find(({ name }) => name === "vantage-silent")?.threshold;

    expect([thresholdOf(["a"]), thresholdOf(["a", "b", "c"]), thresholdOf([])]).toEqual([1, 3, undefined]);
  });

  it("every queue of dead letters has an alarm on each new letter", () => {
    const dead = alarms.filter(({ name }) => name.startsWith("dead-letters-"));

    expect(dead.flatMap(({ metrics }) => metrics.map(({ dimensions }) => dimensions.QueueName))).toEqual(
      Object.keys(queuePurposes).map((queue) => `skylane-test-${queue}`),
    );
    for (const alarm of dead)
      expect(alarm).toMatchObject({
        is: "above",
        threshold: 0,
        statistic: "Sum",
        silence: "notBreaching",
        metrics: [{ metricName: "NumberOfMessagesSent" }],
      });
  });

  it("each looks at metrics that exist, by the dimensions they are kept by", () => {
    for (const { name, metrics } of alarms)
      for (const { namespace, metricName, dimensions, over = [] } of metrics) {
        const known =
          namespace === watched.name
            ? { namespace, dimensions: [] }
            : awsMetrics[metricName as keyof typeof awsMetrics];
        expect({ name, namespace, dimensions: [...Object.keys(dimensions), ...over] }).toEqual({ name, ...known });
        if (namespace === watched.name) expect(Object.keys(logMetrics)).toContain(metricName);
      }
  });

  it("a query, of which each metric it finds is paid for, is of what is only there when something is lost", () => {
    const queried = alarms.flatMap(({ metrics }) => metrics).filter(({ over }) => over !== undefined);

    expect(queried.map(({ metricName }) => metricName)).toEqual(["InvocationsFailedToBeSentToDlq"]);
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
