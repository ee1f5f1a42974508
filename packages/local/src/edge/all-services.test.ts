import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { afterEach, describe, expect, it } from "vitest";
import { openDynamoDb } from "../dynamodb/index.ts";
import { manualTimers } from "../event-bus/fixture.ts";
import { awsTargets, createEventBus } from "../event-bus/index.ts";
import { createLambdaHost, lambdaRest } from "../lambda/index.ts";
import { createScheduler } from "../scheduler/index.ts";
import { startEdge } from "./edge-server.ts";
import { silentLog } from "./log.ts";

const ACCOUNT = { region: "us-east-1", accountId: "000000000000" };
const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

describe("local/edge/all-services", () => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const one of undo.splice(0).reverse()) await one();
  });

  it("carries a schedule to a function, its event over the bus to another, and that one's item to a table", async () => {
    const folder = mkdtempSync(join(tmpdir(), "edge-"));
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
    const timers = manualTimers();
    const tables = await openDynamoDb({ path: join(folder, "tables"), timers });
    undo.push(() => tables.close());
    await tables.createTableIfMissing({
      TableName: "states",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    });
    const common = { timers, random: Math.random, ...ACCOUNT };
    const probe = async (event: unknown): Promise<unknown> => {
      const Detail = JSON.stringify({ pathId: "p1", slot: (event as { at: string }).at });
      return events.send(new PutEventsCommand({ Entries: [{ Source: "skylane.health", DetailType: "d", Detail }] }));
    };
    const remember = async (event: unknown): Promise<unknown> => {
      const { detail } = event as { detail: { pathId: string; slot: string } };
      const Item = { id: { S: detail.pathId }, slot: { S: detail.slot } };
      return dynamo.send(new PutItemCommand({ TableName: "states", Item }));
    };
    const lambda = createLambdaHost({
      functions: {
        probe: { load: async () => probe, timeoutMs: 5_000 },
        remember: { load: async () => remember, timeoutMs: 5_000 },
      },
      timers,
      log: silentLog,
    });
    const targets = awsTargets({ lambda, startExecution: () => Promise.reject(new Error("no state machines here")) });
    const bus = createEventBus({ databaseFile: join(folder, "events.sqlite"), targets, ...common });
    const scheduler = createScheduler({ databaseFile: join(folder, "schedules.sqlite"), targets, ...common });
    const edge = await startEdge({
      port: 0,
      host: "127.0.0.1",
      services: [bus],
      restServices: [scheduler, lambdaRest(lambda)],
      raw: { dynamodb: tables.requestListener },
    });
    undo.push(
      () => bus.close(0),
      () => scheduler.close(),
      () => edge.close(0),
    );
    const client = {
      region: "us-east-1",
      endpoint: edge.url,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    };
    const events = new EventBridgeClient(client);
    const dynamo = new DynamoDBClient(client);
    const schedules = new SchedulerClient(client);
    undo.push(
      () => events.destroy(),
      () => dynamo.destroy(),
      () => schedules.destroy(),
    );
    bus.start();
    scheduler.start();

    await events.send(new PutRuleCommand({ Name: "health", EventPattern: '{"source":["skylane.health"]}' }));
    await events.send(new PutTargetsCommand({ Rule: "health", Targets: [{ Id: "t", Arn: arnOf("remember") }] }));
    await schedules.send(
      new CreateScheduleCommand({
        Name: "burst",
        ScheduleExpression: "rate(1 minute)",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          Arn: arnOf("probe"),
          RoleArn: "arn:aws:iam::000000000000:role/scheduler",
          Input: '{"at":"<aws.scheduler.scheduled-time>"}',
        },
      }),
    );
    await timers.advance(60_000);
    await expect.poll(() => bus.stats()).toMatchObject({ delivered: 1, pending: 0 });

    const { Item } = await dynamo.send(new GetItemCommand({ TableName: "states", Key: { id: { S: "p1" } } }));
    expect(Item).toEqual({ id: { S: "p1" }, slot: { S: "2026-11-20T22:01:00Z" } });
  });
});
