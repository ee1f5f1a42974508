import { deploymentNames } from "@skylane/core";
import { isActive } from "@skylane/engine";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { openedAt, testIncidentStore } from "../../../../../test/support/incident-store-contract.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { memoryTable } from "../../../../../test/support/memory-table.ts";
import { createMetrics, meterTables } from "../../../../local/src/cloud-watch/index.ts";
import { dynamoDbListener, openDynamoDb } from "../../../../local/src/dynamodb/index.ts";
import { startEdge } from "../../../../local/src/edge/index.ts";
import { provisionTables } from "../../../../local/src/host/provision.ts";
import { systemTimers } from "../../../../local/src/time.ts";
import { sdkTables } from "../sdk-tables.ts";
import { type DocumentTable, documentTable } from "./document-table.ts";
import { incidentStore } from "./incident-store.ts";

describe("runtime/store/state/incident-store", () => {
  testIncidentStore(async () => incidentStore(memoryTable()));

  it("whichever write breaks off: what is active is found, and a step that is repeated mends the rest", async () => {
    const seed = 13;
    console.log(`seed ${seed}`);
    const statuses = fc.array(fc.constantFrom("open", "moved", "needs-human", "rolled-back", "failed-back"), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(statuses, fc.array(fc.nat(2), { maxLength: 6 }), async (all, breaks) => {
        const table = memoryTable();
        const breaking = breakable(table);
        const store = incidentStore(breaking.table);
        const steps = [
          () => store.open(openedAt(1, { status: "open" })),
          ...all.map((status) => () => store.save(openedAt(1, { status }))),
        ];
        for (const [i, step] of steps.entries()) {
          breaking.after(breaks[i] ?? Number.POSITIVE_INFINITY);
          await step().catch(() => undefined);
          breaking.after(Number.POSITIVE_INFINITY);
          const kept = await store.find("fo-g-1");
          expect(await store.listActive()).toEqual(kept && isActive(kept) ? [kept] : []);
          await step();
        }
        const last = await store.find("fo-g-1");
        expect(await store.list(10)).toEqual([last]);
        expect([...table.items.keys()].filter((key) => key.startsWith("INCIDENT-ACTIVE"))).toHaveLength(
          last && isActive(last) ? 1 : 0,
        );
      }),
      { seed },
    );
  });

  it("one that was begun again in the other Region, before the first was replicated, is listed once, as it is now", async () => {
    const table = memoryTable();
    await incidentStore(table).open(openedAt(1, { status: "open" }));
    table.items.delete("INCIDENT\nfo-g-1");
    const again = { ...openedAt(1), openedAtMs: openedAt(2).openedAtMs };

    await incidentStore(table).open(again);

    expect(await incidentStore(table).list(10)).toEqual([again]);
    expect(await incidentStore(table).listActive()).toEqual([]);
  });
});

describe("test/support/memory-deps incidents", () => {
  testIncidentStore(async () => memoryDeps(aConfig()).incidents);
});

describe("runtime/store/state/incident-store in DynamoDB", () => {
  const running: { close(): Promise<void> }[] = [];
  let metrics = createMetrics(systemTimers);
  let nextTable = 0;
  let tables: Awaited<ReturnType<typeof openDynamoDb>>;
  let url = "";
  beforeAll(async () => {
    tables = await openDynamoDb({ timers: systemTimers });
    running.push(tables);
    const dynamodb = dynamoDbListener((operation, input) => meterTables(tables.call, metrics)(operation, input));
    const edge = await startEdge({ port: 0, host: "127.0.0.1", services: [], raw: { dynamodb } });
    running.push(edge);
    url = edge.url;
  });
  afterAll(async () => {
    for (const one of running.reverse()) await one.close();
  });
  const aTable = async () => {
    nextTable += 1;
    const own = deploymentNames(`t${nextTable}`);
    await provisionTables(tables, own);
    const calls = sdkTables("us-east-1", {
      endpoint: url,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    return documentTable(calls, own.stateTable);
  };

  testIncidentStore(async () => incidentStore(await aTable()));

  it("what is asked every minute reads as little after two hundred incidents as after one", async () => {
    const store = incidentStore(await aTable());
    const unitsOf = async (question: () => Promise<unknown>): Promise<number> => {
      metrics = createMetrics(systemTimers);
      await question();
      return metrics
        .list()
        .filter(({ name }) => name === "ConsumedReadCapacityUnits")
        .flatMap((metric) => metrics.minutes(metric, 0, Number.MAX_SAFE_INTEGER))
        .reduce((all, { sum }) => all + sum, 0);
    };
    const read = async () => [
      await unitsOf(() => store.listActive()),
      await unitsOf(() => store.findActive("g")),
      await unitsOf(() => store.list(1)),
      await unitsOf(() => store.listSince(openedAt(200).openedAtMs)),
    ];
    await store.open(openedAt(200));
    const afterOne = await read();
    for (let day = 0; day < 200; day += 1) await store.open(openedAt(day));

    expect(await read()).toEqual(afterOne);
    expect(Math.max(...afterOne)).toBeLessThanOrEqual(1);
  });
});

/** A table whose writes fail after so many. */
function breakable(table: DocumentTable) {
  let left = Number.POSITIVE_INFINITY;
  const counted =
    <A extends unknown[], T>(write: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (left <= 0) throw new Error("broken off");
      left -= 1;
      return write(...args);
    };
  return {
    table: {
      ...table,
      put: counted(table.put),
      putNew: counted(table.putNew),
      remove: counted(table.remove),
    } satisfies DocumentTable,
    after: (count: number): void => {
      left = count;
    },
  };
}
