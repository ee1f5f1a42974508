import { PassThrough } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { type DynamoDb, openDynamoDb } from "../dynamodb/index.ts";
import { createEventBus, type EventBus } from "../event-bus/index.ts";
import { createLambdaHost } from "../lambda/index.ts";
import { systemTimers } from "../time.ts";
import { countMatch, meterBus } from "./meter-bus.ts";
import { meterLambda } from "./meter-lambda.ts";
import { meterLogs } from "./meter-logs.ts";
import { meterTables } from "./meter-tables.ts";
import { createMetrics } from "./metrics.ts";

const FOREVER = Number.MAX_SAFE_INTEGER;
const opened: (DynamoDb | EventBus)[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** Metrics, and the sum of one of them. */
function counting() {
  const metrics = createMetrics({ nowMs: () => 0 });
  const sum = (namespace: string, name: string, dimensions: Readonly<Record<string, string>> = {}): number =>
    metrics.minutes({ namespace, name, dimensions }, 0, FOREVER).reduce((all, minute) => all + minute.sum, 0);
  return { metrics, sum };
}

describe("local/cloud-watch/meter-lambda", () => {
  it("counts invocations, errors and time in the minute of the call, and what was throttled apart", async () => {
    const { metrics, sum } = counting();
    let nowMs = 59_000;
    const timers = { nowMs: () => nowMs, after: () => () => undefined };
    const waiting: (() => void)[] = [];
    const host = meterLambda(
      createLambdaHost({
        timers,
        log: () => undefined,
        functions: {
          slow: {
            timeoutMs: 9_000,
            reservedConcurrency: 1,
            load: async () => () => new Promise((go) => waiting.push(() => go(1))),
          },
          bad: { timeoutMs: 9_000, load: async () => () => Promise.reject(new Error("no")) },
        },
      }),
      metrics,
      timers,
    );

    const first = host.invoke("slow", {});
    await host.invoke("slow", {});
    await host.invoke("bad", {});
    await host.invoke("unknown", {});
    nowMs += 4_500;
    for (const go of waiting) go();
    await first;

    const of = (FunctionName: string, name: string) => sum("AWS/Lambda", name, { FunctionName });
    expect([of("slow", "Invocations"), of("slow", "Throttles"), of("slow", "Duration")]).toEqual([1, 1, 4_500]);
    expect([of("bad", "Invocations"), of("bad", "Errors")]).toEqual([1, 1]);
    expect(of("unknown", "Invocations")).toBe(0);
    const duration = { namespace: "AWS/Lambda", name: "Duration", dimensions: { FunctionName: "slow" } };
    expect(metrics.minutes(duration, 0, FOREVER).map(({ startMs }) => startMs)).toEqual([0]);
  });
});

describe("local/cloud-watch/meter-logs", () => {
  it("counts what a function writes as its own, also after a pause, and nothing else", async () => {
    const { metrics, sum } = counting();
    const stream = new PassThrough();
    const writes = (text: string) => async () => {
      await new Promise((go) => setImmediate(go));
      stream.write(text);
    };
    const functions = {
      one: { timeoutMs: 9_000, load: async () => writes("1234567890") },
      other: { timeoutMs: 9_000, load: async () => writes("ä") },
    };
    const { host, close } = meterLogs(
      createLambdaHost({ timers: systemTimers, log: () => undefined, functions }),
      metrics,
      [stream],
    );

    await Promise.all([host.invoke("one", {}), host.invoke("other", {})]);
    stream.write("not a function's");
    close();
    stream.write("nobody's");

    const of = (name: string) => sum("AWS/Logs", "IncomingBytes", { LogGroupName: `/aws/lambda/${name}` });
    expect([of("one"), of("other")]).toEqual([10 + 310, 2 + 310]);
    expect(String(stream.read()).length).toBe("1234567890ä".length + "not a function'snobody's".length);
  });
});

describe("local/cloud-watch/meter-tables", () => {
  const TableName = "things";
  async function tables() {
    const { metrics, sum } = counting();
    const db = await openDynamoDb({ timers: systemTimers });
    opened.push(db);
    await db.createTableIfMissing({
      TableName,
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    });
    const units = () => ({
      read: sum("AWS/DynamoDB", "ConsumedReadCapacityUnits", { TableName }),
      written: sum("AWS/DynamoDB", "ConsumedWriteCapacityUnits", { TableName }),
    });
    return { call: meterTables(db.call, metrics), units };
  }
  const item = (pk: string, bytes: number) => ({ pk: { S: pk }, text: { S: "x".repeat(bytes) } });

  it.each([
    [100, 1],
    [1_000, 1],
    [1_030, 2],
    [5_000, 5],
  ])("a write of about %i bytes takes %i units", async (bytes, units) => {
    const table = await tables();
    await table.call("PutItem", { TableName, Item: item("a", bytes) });

    expect(table.units()).toEqual({ read: 0, written: units });
  });

  it.each([
    [true, 5_000, 2],
    [false, 5_000, 1],
    [true, 100, 1],
    [false, 100, 0.5],
  ])("a read (strong: %s) of %i bytes takes %d units", async (ConsistentRead, bytes, units) => {
    const table = await tables();
    await table.call("PutItem", { TableName, Item: item("a", bytes) });
    await table.call("GetItem", { TableName, Key: { pk: { S: "a" } }, ConsistentRead });

    expect(table.units().read).toBe(units);
  });

  it("a query rounds the sum of its items up, and one that finds nothing is not free", async () => {
    const table = await tables();
    await table.call("BatchWriteItem", {
      RequestItems: { [TableName]: [{ PutRequest: { Item: item("a", 10) } }, { PutRequest: { Item: item("b", 10) } }] },
    });
    const query = (pk: string) => ({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: pk } },
      ConsistentRead: true,
    });
    await table.call("Query", query("a"));
    await table.call("Query", query("nobody"));

    expect(table.units()).toEqual({ read: 2, written: 2 });
  });

  it("a write whose condition fails is paid for all the same", async () => {
    const table = await tables();
    const put = { TableName, Item: item("a", 1_500), ConditionExpression: "attribute_not_exists(pk)" };
    await table.call("PutItem", put);
    await expect(table.call("PutItem", put)).rejects.toThrow("conditional");

    expect(table.units().written).toBe(4);
  });

  it("leaves the answer as it is: units are told to who asked for them only", async () => {
    const table = await tables();
    await table.call("PutItem", { TableName, Item: item("a", 10) });
    const get = { TableName, Key: { pk: { S: "a" } } };

    expect(await table.call("GetItem", get)).toEqual({ Item: item("a", 10) });
    expect(await table.call("GetItem", { ...get, ReturnConsumedCapacity: "TOTAL" })).toMatchObject({
      ConsumedCapacity: { TableName, CapacityUnits: 0.5 },
    });
    expect(table.units().read).toBe(1);
  });
});

describe("local/cloud-watch/meter-bus", () => {
  it("counts entries, their bytes, and each rule that an event matches once", async () => {
    const { metrics, sum } = counting();
    const bus = meterBus(
      createEventBus({
        databaseFile: ":memory:",
        timers: systemTimers,
        random: Math.random,
        region: "us-east-1",
        accountId: "000000000000",
        targets: { invoke: async () => undefined },
        onMatch: countMatch(metrics),
      }),
      metrics,
    );
    opened.push(bus);
    await bus.call("PutRule", { Name: "ours", EventPattern: '{"source":["skylane.health"]}' });
    await bus.call("PutTargets", {
      Rule: "ours",
      Targets: [
        { Id: "one", Arn: "arn:aws:lambda:us-east-1:000000000000:function:a" },
        { Id: "two", Arn: "arn:aws:lambda:us-east-1:000000000000:function:b" },
      ],
    });
    await bus.call("PutEvents", {
      Entries: [
        { Source: "skylane.health", DetailType: "t", Detail: "{}" },
        { Source: "other", DetailType: "t", Detail: "{}" },
      ],
    });

    expect(sum("AWS/Events", "PutEventsEntriesCount")).toBe(2);
    expect(sum("AWS/Events", "PutEventsRequestSize")).toBe("skylane.healtht{}".length + "othert{}".length);
    expect(sum("AWS/Events", "MatchedEvents", { EventBusName: "default", RuleName: "ours" })).toBe(1);
  });
});
