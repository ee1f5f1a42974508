import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type ListMetricsCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { afterEach, describe, expect, it } from "vitest";
import { startEdge } from "../edge/edge-server.ts";
import type { Listening } from "../edge/listen.ts";
import { createCloudWatch } from "./create-cloud-watch.ts";
import { createMetrics } from "./metrics.ts";

const MINUTE = 60_000;
let nowMs = 0;
const open: (Listening | CloudWatchClient)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await ("close" in one ? one.close() : one.destroy());
});

/** The service at an address of its own, and the real SDK for it. */
async function cloudWatch() {
  nowMs = 10 * MINUTE;
  const metrics = createMetrics({ nowMs: () => nowMs });
  const edge = await startEdge({ port: 0, host: "127.0.0.1", services: [createCloudWatch(metrics)] });
  const client = new CloudWatchClient({
    region: "us-east-1",
    endpoint: edge.url,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  open.push(client, edge);
  return { metrics, client };
}

const invocations = (FunctionName: string) => ({
  namespace: "AWS/Lambda",
  name: "Invocations",
  dimensions: { FunctionName },
});
const query = (name: string, Stat: string, Period = 60) => ({
  Id: "m0",
  MetricStat: {
    Metric: {
      Namespace: "AWS/Lambda",
      MetricName: "Invocations",
      Dimensions: [{ Name: "FunctionName", Value: name }],
    },
    Period,
    Stat,
  },
});
const ask = async (client: CloudWatchClient, wanted: ReturnType<typeof query>, from = 0, to = 20) => {
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(from * MINUTE),
      EndTime: new Date(to * MINUTE),
      ScanBy: "TimestampAscending",
      MetricDataQueries: [wanted],
    }),
  );
  const { Timestamps = [], Values = [] } = MetricDataResults?.[0] ?? {};
  return Timestamps.map((at, i) => [at.getTime() / MINUTE, Values[i]]);
};

describe("local/cloud-watch", () => {
  it("answers the SDK with the sum of each minute in which something was counted, and no zeros", async () => {
    const { metrics, client } = await cloudWatch();
    metrics.add(invocations("a"), 1);
    metrics.add(invocations("a"), 2);
    nowMs = 12 * MINUTE + 30_000;
    metrics.add(invocations("a"), 4);
    metrics.add(invocations("b"), 9);

    expect(await ask(client, query("a", "Sum"))).toEqual([
      [10, 3],
      [12, 4],
    ]);
    expect(await ask(client, query("never", "Sum"))).toEqual([]);
  });

  it.each([
    ["Sum", 7],
    ["SampleCount", 3],
    ["Minimum", 1],
    ["Maximum", 4],
    ["Average", 7 / 3],
  ])("makes %s of a longer period out of its minutes", async (statistic, expected) => {
    const { metrics, client } = await cloudWatch();
    for (const [minute, value] of [
      [10, 1],
      [10, 2],
      [14, 4],
    ] as const)
      metrics.add(invocations("a"), value, minute * MINUTE);

    expect(await ask(client, query("a", statistic, 300))).toEqual([[10, expected]]);
  });

  it("counts a value in the minute it belongs to, and begins and ends where it was asked to", async () => {
    const { metrics, client } = await cloudWatch();
    metrics.add(invocations("a"), 5, 7 * MINUTE);

    expect(await ask(client, query("a", "Sum"), 7, 8)).toEqual([[7, 5]]);
    expect(await ask(client, query("a", "Sum"), 8, 20)).toEqual([]);
    expect(await ask(client, query("a", "Sum"), 0, 7)).toEqual([]);
  });

  it("forgets minutes after a day", async () => {
    const { metrics, client } = await cloudWatch();
    metrics.add(invocations("a"), 1);
    nowMs += 25 * 60 * MINUTE;
    metrics.add(invocations("a"), 1);

    expect(await ask(client, query("a", "Sum"), 0, 11)).toEqual([]);
  });

  it("lists what was counted, by namespace, name and dimension", async () => {
    const { metrics, client } = await cloudWatch();
    metrics.add(invocations("a"), 1);
    metrics.add(invocations("b"), 1);
    metrics.add({ namespace: "AWS/Events", name: "PutEventsEntriesCount", dimensions: {} }, 1);
    const list = async (asked: ListMetricsCommandInput) =>
      ((await client.send(new ListMetricsCommand(asked))).Metrics ?? []).map(
        ({ Dimensions }) => Dimensions?.[0]?.Value,
      );

    expect(await list({ Namespace: "AWS/Lambda" })).toEqual(["a", "b"]);
    expect(await list({ Dimensions: [{ Name: "FunctionName", Value: "b" }] })).toEqual(["b"]);
    expect(await list({ MetricName: "PutEventsEntriesCount" })).toEqual([undefined]);
  });

  it("refuses what CloudWatch refuses, and says which operations it has", async () => {
    const { client } = await cloudWatch();
    const service = createCloudWatch(createMetrics({ nowMs: () => 0 }));

    await expect(ask(client, query("a", "Sum"), 5, 5)).rejects.toThrow("EndTime must be greater than StartTime");
    await expect(ask(client, query("a", "Sum", 61))).rejects.toThrow("Period");
    await expect(ask(client, query("a", "Sum"), 0, 200_000)).rejects.toThrow("100800 data points");
    await expect(service.call("PutMetricAlarm", {})).rejects.toThrow("no PutMetricAlarm");
  });
});
