import { deploymentNames, functions, routes, rules } from "@skylane/core";
import { afterEach, describe, expect, it } from "vitest";
import { createCloudWatch, createMetrics } from "../../../local/src/cloud-watch/index.ts";
import { startEdge } from "../../../local/src/edge/index.ts";
import { countersOf } from "./counters.ts";
import { readUse } from "./read-use.ts";

const MINUTE = 60_000;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** CloudWatch with some counts in it, and how an installation called `sky` is asked about there. */
async function counted(
  ...counts: [minute: number, namespace: string, name: string, dimensions: Record<string, string>, value: number][]
) {
  const metrics = createMetrics({ nowMs: () => 20 * MINUTE });
  for (const [at, namespace, name, dimensions, value] of counts)
    metrics.add({ namespace, name, dimensions }, value, at * MINUTE);
  const edge = await startEdge({ port: 0, host: "127.0.0.1", services: [createCloudWatch(metrics)] });
  open.push(edge);
  return (fromMinute: number, toMinute: number) =>
    readUse({
      name: "sky",
      regionId: "us-east-1",
      scheduled: ["probe-burst", "optimise-paths"],
      fromMs: fromMinute * MINUTE,
      toMs: toMinute * MINUTE,
      connection: { endpoint: edge.url, credentials: { accessKeyId: "local", secretAccessKey: "local" } },
    });
}
const burst = { FunctionName: "sky-probe-burst" };

describe("runtime/usage/read-use", () => {
  it("makes a minute's use of what was counted in it: calls, time by memory rounded up, units, bytes", async () => {
    const read = await counted(
      [10, "AWS/Lambda", "Invocations", burst, 2],
      [10, "AWS/Lambda", "Duration", burst, 9_999],
      [10, "AWS/DynamoDB", "ConsumedWriteCapacityUnits", { TableName: "sky-state" }, 500_000],
      [10, "AWS/Events", "MatchedEvents", { EventBusName: "sky", RuleName: "record-event" }, 3],
      [10, "AWS/Logs", "IncomingBytes", { LogGroupName: "/aws/lambda/sky-probe-burst" }, 1e6],
      [10, "AWS/Lambda", "Invocations", { FunctionName: "other-probe-burst" }, 99],
    );
    const [minute, ...others] = await read(9, 11);
    const sumOf = (item: string) =>
      minute?.used.filter((one) => one.item === item).reduce((sum, { units }) => sum + units, 0);

    expect(others).toEqual([]);
    expect(minute?.startMs).toBe(10 * MINUTE);
    expect(sumOf("function-request")).toBeCloseTo(2e-6, 12);
    expect(sumOf("schedule-run")).toBeCloseTo(2e-6, 12);
    // its memory for ten seconds: each of the two calls is rounded up by half a millisecond on average
    expect(sumOf("function-time")).toBeCloseTo((10 * functions["probe-burst"].memoryMb) / 1_024, 9);
    expect(sumOf("table-write")).toBe(0.5);
    expect(sumOf("event")).toBeCloseTo(3e-6, 12);
    expect(sumOf("log-data")).toBe(0.001);
  });

  it("has a minute without anything as such, but none from before it ran", async () => {
    const read = await counted(
      [12, "AWS/Lambda", "Invocations", burst, 1],
      [14, "AWS/Lambda", "Invocations", burst, 1],
    );

    expect((await read(5, 16)).map(({ startMs, used }) => [startMs / MINUTE, used.length > 0])).toEqual([
      [12, true],
      [13, false],
      [14, true],
      [15, false],
    ]);
    expect(await read(5, 11)).toEqual([]);
  });

  it("says what it may not ask, and what it needs for that", async () => {
    const connection = { endpoint: "http://127.0.0.1:9", credentials: { accessKeyId: "a", secretAccessKey: "b" } };
    const asked = readUse({ name: "sky", regionId: "us-east-1", scheduled: [], fromMs: 0, toMs: MINUTE, connection });

    await expect(asked).rejects.toMatchObject({
      code: "ERR_METRICS_UNAVAILABLE",
      message: expect.stringContaining("cloudwatch:GetMetricData"),
    });
  });
});

describe("runtime/usage/counters", () => {
  it("asks about every function, and fits into one request", () => {
    const counters = countersOf(deploymentNames("sky"), "us-east-1", []);
    const asked = new Set(counters.map(({ dimensions }) => dimensions.FunctionName));

    for (const name of Object.keys(functions)) expect(asked).toContain(`sky-${name}`);
    expect(counters.length).toBeLessThanOrEqual(500);
  });

  it("counts API requests by functions that are called by routes alone, so that none is counted twice or missed", () => {
    const byRules = new Set<string>(rules.map(({ target }) => target));
    const targets = routes.map(({ target }) => target);

    expect(targets.filter((target) => byRules.has(target))).toEqual([]);
    expect(new Set(targets).size).toBe(targets.length);
  });

  it("does not take what events call too for a call of a schedule", () => {
    const used = countersOf(deploymentNames("sky"), "us-east-1", ["optimise-paths", "hold-region"]).flatMap(
      (counter) => (counter.metric === "Invocations" ? counter.usedOf(1) : []),
    );

    expect(used.filter(({ item }) => item === "schedule-run").map(({ by }) => by)).toEqual(["hold-region"]);
  });
});
