import { brotliCompressSync } from "node:zlib";
import { deploymentNames, type PathHealthRecord } from "@skylane/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDynamoDb } from "../../../../local/src/dynamodb/index.ts";
import { startEdge } from "../../../../local/src/edge/index.ts";
import { provisionTables } from "../../../../local/src/host/provision.ts";
import { systemTimers } from "../../../../local/src/time.ts";
import { signedTables } from "../../aws/signed-tables.ts";
import { systemClock } from "../../time.ts";
import { sdkTables } from "../sdk-tables.ts";
import type { TableCalls } from "../table-calls.ts";
import { type DocumentTable, documentTable } from "./document-table.ts";
import { healthStore } from "./path-stores.ts";

const { stateTable } = deploymentNames("skylane");
const ITEM_BYTES = 400_000;
let database: Awaited<ReturnType<typeof openDynamoDb>>;
let edge: Awaited<ReturnType<typeof startEdge>>;
const kept = new Map<string, string | undefined>();
beforeAll(async () => {
  database = await openDynamoDb({ timers: systemTimers });
  await provisionTables(database, deploymentNames("skylane"));
  edge = await startEdge({ port: 0, host: "127.0.0.1", services: [], raw: { dynamodb: database.requestListener } });
  for (const [name, value] of [
    ["AWS_ENDPOINT_URL", edge.url],
    ["AWS_ACCESS_KEY_ID", "test"],
    ["AWS_SECRET_ACCESS_KEY", "test"],
  ] as const) {
    kept.set(name, process.env[name]);
    process.env[name] = value;
  }
});
afterAll(async () => {
  for (const [name, value] of kept)
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  await edge.close();
  await database.close();
});

let partition = 0;
const vantage = (): string => {
  partition += 1;
  return `v${partition}`;
};
const record = (
  vantageId: string,
  pathId: string,
  sampledAtMs: number,
  recent = [4.123, null, 4.2],
): PathHealthRecord =>
  ({
    pathId,
    vantageId,
    sampledAtMs,
    health: {
      state: "up",
      sinceMs: 1,
      epoch: 1,
      learning: [],
      recent,
      failuresInRowCount: 0,
      successesInRowCount: recent.length,
      blindInRowCount: 0,
    },
  }) as unknown as PathHealthRecord;
const down = (one: PathHealthRecord): PathHealthRecord =>
  ({ ...one, health: { ...one.health, state: "down", epoch: 2 } }) as PathHealthRecord;
const calls = (): TableCalls => sdkTables("us-east-1");
const table = (by: TableCalls = calls()): DocumentTable => documentTable(by, stateTable);
const bySigned = (): TableCalls =>
  signedTables({ regionId: "us-east-1", tryCount: 1, timeoutMs: 5_000, clock: systemClock });
/** Items of a vantage as the table has them. */
async function itemsOf(vantageId: string) {
  const { Items = [] } = (await database.call("Query", {
    TableName: stateTable,
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
    ExpressionAttributeValues: { ":pk": { S: "HEALTH" }, ":sk": { S: `${vantageId}#` } },
  })) as { Items?: Record<string, unknown>[] };
  return Items;
}

describe("runtime/store/state/path-store, on DynamoDB", () => {
  it.each([
    ["a burst, without AWS's clients", bySigned, calls],
    ["another function, with them", calls, bySigned],
  ])("what is saved by %s is read by the others", async (_, writer, reader) => {
    const v = vantage();
    const all = [record(v, "dx", 10), record(v, "vpn", 11)];

    await healthStore(table(writer())).saveAll(v, all);

    expect(await healthStore(table(reader())).list(v)).toEqual(all);
    expect(await itemsOf(v)).toHaveLength(1);
  });

  it("a change that was saved by itself counts until all are saved again", async () => {
    const v = vantage();
    const store = healthStore(table());
    await store.saveAll(v, [record(v, "dx", 10), record(v, "vpn", 10)]);

    await store.save([down(record(v, "dx", 12))]);
    expect((await store.list(v)).find(({ pathId }) => pathId === "dx")).toEqual(down(record(v, "dx", 12)));

    await store.saveAll(v, [record(v, "dx", 20), record(v, "vpn", 20)]);
    expect(await store.list(v)).toEqual([record(v, "dx", 20), record(v, "vpn", 20)]);
  });

  it("a save of all that is late undoes nothing", async () => {
    const v = vantage();
    const store = healthStore(table());
    await store.saveAll(v, [record(v, "dx", 20)]);

    await store.saveAll(v, [down(record(v, "dx", 10))]);

    expect(await store.list(v)).toEqual([record(v, "dx", 20)]);
  });

  it("nothing is left of a path that was removed, and an older save does not bring it back", async () => {
    const v = vantage();
    const other = vantage();
    const store = healthStore(table());
    const dx = record(v, "dx", 20);
    await store.saveAll(v, [dx, record(v, "vpn", 19)]);
    await store.save([down(record(v, "dx", 21))]);
    await store.saveAll(other, [record(other, "dx", 20)]);

    await store.remove([dx]);
    await store.saveAll(v, [record(v, "dx", 10), record(v, "vpn", 10)]);

    expect(await store.list(v)).toEqual([record(v, "vpn", 19)]);
    expect(await itemsOf(v)).toHaveLength(1);
    expect(await store.list(other)).toHaveLength(1);

    await store.remove([record(v, "vpn", 19)]);
    await store.saveAll(v, [record(v, "vpn", 18)]);
    expect(await store.list(v)).toEqual([]);

    await store.saveAll(v, [record(v, "vpn", 30)]);
    expect(await store.list(v)).toEqual([record(v, "vpn", 30)]);
  });

  it("a path is removed from every item that holds it, and what is saved meanwhile stays", async () => {
    const v = vantage();
    const digits = (i: number) => Array.from({ length: 20_000 }, (_, n) => Math.sin(n + i) * 1_000);
    const all = (atMs: number) => Array.from({ length: 3 }, (_, i) => record(v, `path-${i}`, atMs, digits(i)));
    const store = healthStore(table());
    await store.saveAll(v, all(1));
    const items = await itemsOf(v);
    const [first] = all(2);
    const dx = record(v, "dx", 3);
    const plain = calls();
    let isSaved = false;
    const late = healthStore(
      table({
        ...plain,
        put: async (input) => {
          if (!isSaved) {
            isSaved = true;
            await store.saveAll(v, [dx]);
          }
          return plain.put(input);
        },
      }),
    );
    if (first) await store.save([first]);

    await late.remove(all(1));

    expect(items.length).toBeGreaterThan(1);
    expect(await store.list(v)).toEqual([dx]);
  });

  it("what was stored when each path was an item is read, and replaced", async () => {
    const v = vantage();
    await table().putMany(
      ["dx", "vpn"].map((pathId) => ({ key: { pk: "HEALTH", sk: `${v}#${pathId}` }, doc: record(v, pathId, 5) })),
    );
    const store = healthStore(table());
    expect(await store.list(v)).toHaveLength(2);

    await store.saveAll(v, [record(v, "dx", 9), record(v, "vpn", 9)]);

    expect((await store.list(v)).map(({ sampledAtMs }) => sampledAtMs)).toEqual([9, 9]);
  });

  it("more than an item holds is in several, none too large, and a crash between two leaves what was known of the rest", async () => {
    const v = vantage();
    const seed = 7;
    const digits = fc.sample(
      fc.array(fc.double({ min: 0.001, max: 900, noNaN: true }), { minLength: 600, maxLength: 600 }),
      {
        numRuns: 130,
        seed,
      },
    );
    const all = (atMs: number) => digits.map((recent, i) => record(v, `path-${i}`, atMs, recent));
    await healthStore(table()).saveAll(v, all(1));
    const items = await itemsOf(v);
    let leftCount = 2;
    const dying = calls();
    const crash = healthStore(
      table({
        ...dying,
        put: async (input) => {
          leftCount -= 1;
          if (leftCount < 0) throw new Error("killed");
          return dying.put(input);
        },
      }),
    );

    await expect(crash.saveAll(v, all(2))).rejects.toMatchObject({ code: "ERR_STORE_UNAVAILABLE" });

    expect(items.length).toBeGreaterThan(2);
    for (const item of items) {
      const { M } = (item as { doc: { M: { paths: { M: { bytes: { B: string } } } } } }).doc;
      expect(Buffer.from(M.paths.M.bytes.B, "base64").length).toBeLessThan(ITEM_BYTES * 0.8);
    }
    const found = await healthStore(table()).list(v);
    expect(found).toHaveLength(130);
    const newerCount = found.filter(({ sampledAtMs }) => sampledAtMs === 2).length;
    expect(newerCount).toBeGreaterThan(0);
    expect(newerCount).toBeLessThan(130);
  });

  it("in whatever order saves arrive, the latest of each path is read", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            path: fc.constantFrom("a", "b", "c"),
            isAll: fc.boolean(),
            atMs: fc.integer({ min: 1, max: 50 }),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        async (saves) => {
          const v = vantage();
          const store = healthStore(table());
          const allMs: number[] = [];
          const ownMs = new Map<string, number>();
          for (const { path, isAll, atMs } of saves) {
            if (isAll) {
              allMs.push(atMs);
              await store.saveAll(
                v,
                ["a", "b", "c"].map((id) => record(v, id, atMs)),
              );
            } else {
              ownMs.set(path, atMs); // one burst saves changes of a path in their order
              await store.save([record(v, path, atMs)]);
            }
          }
          const packedMs = Math.max(0, ...allMs);
          for (const { pathId, sampledAtMs } of await store.list(v))
            expect(sampledAtMs).toBe(Math.max(packedMs, ownMs.get(pathId) ?? 0));
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each([
    ["no bytes of ours", { form: "json+br", bytes: new Uint8Array([1, 2, 3]) }],
    [
      "what unpacks to more than was ever packed",
      { form: "json+br", bytes: brotliCompressSync(" ".repeat(5_000_000)) },
    ],
    ["records of another kind", { form: "json+br", bytes: brotliCompressSync('[{"pathId":"dx"}]') }],
  ])("refuses %s", async (_, paths) => {
    const v = vantage();
    await table().put({ pk: "HEALTH", sk: `${v}#~0` }, { atMs: 1, paths });

    await expect(healthStore(table()).list(v)).rejects.toThrow();
    await table().remove({ pk: "HEALTH", sk: `${v}#~0` });
  });
});
