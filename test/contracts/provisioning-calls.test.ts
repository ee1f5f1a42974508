import { deploymentNames, type IntentRun } from "@skylane/core";
import { advanceProvisioning } from "@skylane/engine";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type DynamoDb, dynamoDbListener, openDynamoDb } from "../../packages/local/src/dynamodb/index.ts";
import { startEdge } from "../../packages/local/src/edge/index.ts";
import { provisionTables } from "../../packages/local/src/host/provision.ts";
import { systemTimers } from "../../packages/local/src/time.ts";
import { killSwitchStore } from "../../packages/runtime/src/store/coord/kill-switch-store.ts";
import { leaseStore } from "../../packages/runtime/src/store/coord/lease-store.ts";
import { sdkTables } from "../../packages/runtime/src/store/sdk-tables.ts";
import { documentTable } from "../../packages/runtime/src/store/state/document-table.ts";
import { madeStore } from "../../packages/runtime/src/store/state/made-store.ts";
import { aConfig } from "../support/builders.ts";
import { aBuildingRun, aStep } from "../support/intent-builders.ts";
import { memoryDeps } from "../support/memory-deps.ts";

const names = deploymentNames("skylane");
const OBJECT_COUNT = 60;
/** Lease, claims of others, claim and record, record, lease given up. */
const CALLS_AN_OBJECT = 5;
/** The record as it was, the kill switch now and then. */
const CALLS_A_TURN = 10;

describe("calls of the tables that building takes", () => {
  let tables: DynamoDb;
  let edge: Awaited<ReturnType<typeof startEdge>>;
  const counts = new Map<string, number>();
  beforeAll(async () => {
    tables = await openDynamoDb({ timers: systemTimers });
    await provisionTables(tables, names);
    const counted = (operation: string, input: unknown) => {
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
      return tables.call(operation, input);
    };
    edge = await startEdge({ port: 0, host: "127.0.0.1", services: [], raw: { dynamodb: dynamoDbListener(counted) } });
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", edge.url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "x");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
  });
  afterAll(async () => {
    await edge.close();
    await tables.close();
    vi.unstubAllEnvs();
  });

  const build = async (run: IntentRun, slowness: number) => {
    const deps = memoryDeps(aConfig());
    const calls = sdkTables("us-east-1");
    deps.building.runs.set(run.id, run);
    deps.building.slowness = () => slowness;
    const ports = {
      made: madeStore(documentTable(calls, names.stateTable)),
      leases: leaseStore(calls, names.coordTable, deps.ids),
      killSwitch: killSwitchStore(calls, names.coordTable),
    };
    counts.clear();
    let turnCount = 1;
    while ((await advanceProvisioning({ ...deps, ...ports }, { runId: run.id })).kind === "wait") turnCount += 1;
    expect(deps.building.writes).toHaveLength(OBJECT_COUNT);
    return { turnCount, callCount: [...counts.values()].reduce((sum, one) => sum + one, 0) };
  };
  const steps = Array.from({ length: OBJECT_COUNT }, (_, i) => aStep(`s${i}`, { lock: `lock-${i % 20}` }));

  it("an object that is ready at once takes five, however many are built", async () => {
    const { turnCount, callCount } = await build(aBuildingRun("in-1-abc", steps), 0);

    expect(turnCount).toBe(1);
    expect(callCount).toBeLessThanOrEqual(CALLS_AN_OBJECT * OBJECT_COUNT + CALLS_A_TURN);
  });

  it("one that has to be waited for takes one more, however often it is looked at", async () => {
    const others = steps.map((step) => ({ ...step, key: `other/${step.key}` }));

    const { turnCount, callCount } = await build(aBuildingRun("in-2-def", others), 6);

    expect(callCount).toBeLessThanOrEqual((CALLS_AN_OBJECT + 1) * OBJECT_COUNT + CALLS_A_TURN * turnCount);
  });
});
