import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEdge } from "../edge/edge-server.ts";
import { manualTimers, START_MS } from "../event-bus/fixture.ts";
import { storeModule } from "./dynalite-modules.ts";
import { aTable } from "./fixture.ts";
import { indexRange } from "./key-ranges.ts";
import { openDynamoDb } from "./open-dynamo-db.ts";
import { repairTables } from "./repair.ts";

const idsInIndex = async (db: Awaited<ReturnType<typeof openDynamoDb>>, table: string): Promise<string[]> => {
  const { Items } = (await db.call("Scan", { TableName: table, IndexName: "by-state" })) as {
    Items: { id: { S: string } }[];
  };
  return Items.map(({ id }) => id.S).sort();
};

describe("local/dynamodb/open-dynamo-db", () => {
  let folder: string;
  const undo: (() => Promise<void>)[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dynamodb-"));
  });
  afterEach(async () => {
    for (const one of undo.splice(0).reverse()) await one();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = async (options: { readonly path?: string } = {}) => {
    const timers = manualTimers();
    const db = await openDynamoDb({ timers, ...options });
    undo.push(() => db.close());
    return { db, timers };
  };
  const withClient = async () => {
    const { db, timers } = await open();
    await db.createTableIfMissing(aTable("things"));
    const edge = await startEdge({ port: 0, host: "127.0.0.1", services: [], raw: { dynamodb: db.requestListener } });
    undo.push(() => edge.close(0));
    const client = new DynamoDBClient({
      region: "us-east-1",
      endpoint: edge.url,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      maxAttempts: 1,
    });
    undo.push(async () => client.destroy());
    return { db, timers, client, edge };
  };

  it("lets one of twenty conditional writes win, and tells the losers who did", async () => {
    const { client } = await withClient();

    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        client.send(
          new PutItemCommand({
            TableName: "things",
            Item: { id: { S: "lease" }, owner: { S: `o${n}` } },
            ConditionExpression: "attribute_not_exists(id)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        ),
      ),
    );

    const winners = results.flatMap(({ status }, n) => (status === "fulfilled" ? [`o${n}`] : []));
    const losers = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    const { Item } = await client.send(new GetItemCommand({ TableName: "things", Key: { id: { S: "lease" } } }));
    expect(winners).toEqual([Item?.owner?.S]);
    expect(losers).toHaveLength(19);
    for (const loser of losers)
      expect(loser).toMatchObject({ name: "ConditionalCheckFailedException", Item: { owner: { S: winners[0] } } });
  });

  it("finds items by an index", async () => {
    const { client } = await withClient();
    await client.send(new PutItemCommand({ TableName: "things", Item: { id: { S: "a" }, state: { S: "up" } } }));
    await client.send(new PutItemCommand({ TableName: "things", Item: { id: { S: "a" }, state: { S: "down" } } }));
    const query = async (state: string) => {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: "things",
          IndexName: "by-state",
          KeyConditionExpression: "#s = :s",
          ExpressionAttributeNames: { "#s": "state" },
          ExpressionAttributeValues: { ":s": { S: state } },
        }),
      );
      return Items?.map(({ id }) => id?.S);
    };

    expect([await query("up"), await query("down")]).toEqual([[], ["a"]]);
  });

  it("deletes items a minute after their time to live is over, from the index too", async () => {
    const { client, db, timers } = await withClient();
    const put = (id: string, expiresAt: number | string) =>
      client.send(
        new PutItemCommand({
          TableName: "things",
          Item: {
            id: { S: id },
            state: { S: "x" },
            expires: typeof expiresAt === "string" ? { S: expiresAt } : { N: String(expiresAt) },
          },
        }),
      );
    const nowSeconds = START_MS / 1000;
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: "things",
        TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
      }),
    );
    await put("over", nowSeconds - 1);
    await put("soon", nowSeconds + 3_600);
    await put("text", String(nowSeconds - 1));
    await put("ancient", nowSeconds - 6 * 365 * 86_400);

    await timers.advance(60_000);
    await db.sweepExpired();

    expect(await idsInIndex(db, "things")).toEqual(["ancient", "soon", "text"]);
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: "things" }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expires" });
  });

  it("knows no time to live of a table that was made anew", async () => {
    const { db } = await open();
    const specification = { AttributeName: "expires", Enabled: true };
    await db.createTableIfMissing(aTable("things"));
    await db.call("UpdateTimeToLive", { TableName: "things", TimeToLiveSpecification: specification });
    await expect(
      db.call("UpdateTimeToLive", { TableName: "things", TimeToLiveSpecification: specification }),
    ).rejects.toThrow("TimeToLive is already enabled");

    await db.call("DeleteTable", { TableName: "things" });
    await expect.poll(() => db.call("ListTables", {})).toEqual({ TableNames: [] });
    await db.createTableIfMissing(aTable("things"));

    expect(await db.call("DescribeTimeToLive", { TableName: "things" })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" },
    });
  });

  it("keeps a table that is there, with its items", async () => {
    const path = join(folder, "tables");
    const first = await openDynamoDb({ path, timers: manualTimers() });
    await first.createTableIfMissing(aTable("things"));
    await first.call("PutItem", { TableName: "things", Item: { id: { S: "a" } } });
    await first.close();

    const { db } = await open({ path });
    await db.createTableIfMissing(aTable("things"));

    expect(await db.call("GetItem", { TableName: "things", Key: { id: { S: "a" } } })).toEqual({
      Item: { id: { S: "a" } },
    });
  });

  it("gives a table of an older version the index it lacks, and refuses another key", async () => {
    const { db } = await open({ path: join(folder, "tables") });
    const { GlobalSecondaryIndexes: _indexes, ...plain } = aTable("things");
    await db.createTableIfMissing({ ...plain, AttributeDefinitions: plain.AttributeDefinitions.slice(0, 1) });
    await db.call("PutItem", { TableName: "things", Item: { id: { S: "a" }, state: { S: "up" } } });

    await db.createTableIfMissing(aTable("things"));
    await db.call("PutItem", { TableName: "things", Item: { id: { S: "b" }, state: { S: "up" } } });

    expect(await idsInIndex(db, "things")).toEqual(["a", "b"]);
    await expect(
      db.createTableIfMissing({ ...aTable("things"), KeySchema: [{ AttributeName: "state", KeyType: "HASH" }] }),
    ).rejects.toThrow("Table things has the key id, not state.");
  });

  it("refuses a folder that is open already, and operations it does not have", async () => {
    const path = join(folder, "tables");
    const { db } = await open({ path });

    await expect(openDynamoDb({ path, timers: manualTimers() })).rejects.toThrow("are open in another process");
    await expect(db.call("TransactWriteItems", {})).rejects.toMatchObject({ name: "UnknownOperationException" });
    await expect(db.call("GetItem", { TableName: "gone", Key: { id: { S: "a" } } })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    await expect(db.call("GetItem", {})).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("goes on when a client breaks off in the middle of a request", async () => {
    const { edge, db } = await withClient();
    const socket = connect(edge.port, "127.0.0.1");
    const head =
      "POST / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-amz-target: DynamoDB_20120810.PutItem\r\ncontent-length: 100\r\n\r\n{";

    await new Promise<void>((done) => socket.write(head, () => done()));
    socket.resetAndDestroy();
    await new Promise((done) => socket.once("close", done));

    expect(await db.call("ListTables", {})).toEqual({ TableNames: ["things"] });
  });

  it("finishes a scan before it closes", async () => {
    const db = await openDynamoDb({ path: join(folder, "tables"), timers: manualTimers() });
    await db.createTableIfMissing(aTable("things"));
    for (let n = 0; n < 300; n += 1)
      await db.call("PutItem", { TableName: "things", Item: { id: { S: `i${n}` }, state: { S: "x" } } });

    const scan = db.call("Scan", { TableName: "things" });
    await db.close();

    expect(await scan).toMatchObject({ Count: 300 });
    await expect(db.call("ListTables", {})).rejects.toThrow("closed");
  });

  it("keeps acknowledged writes over kill -9, and an index that agrees with its table", async () => {
    const path = join(folder, "tables");
    const before = await openDynamoDb({ path, timers: manualTimers() });
    await before.createTableIfMissing(aTable("crash-test"));
    await before.close();
    const newest = new Map<string, number>();

    for (let round = 0; round < 3; round += 1) await writeAndKill(path, 150, round * 1_000_000, newest);
    const { db } = await open({ path });

    const { Items } = (await db.call("Scan", { TableName: "crash-test" })) as {
      Items: { id: { S: string }; version: { N: string }; state: { S: string } }[];
    };
    const stored = new Map(Items.map(({ id, version }) => [id.S, Number(version.N)]));
    const lost = [...newest].filter(([id, version]) => (stored.get(id) ?? -1) < version);
    const inIndex = (await db.call("Scan", { TableName: "crash-test", IndexName: "by-state" })) as { Items: unknown[] };
    expect(newest.size).toBeGreaterThan(20);
    expect(lost).toEqual([]);
    expect(byId(inIndex.Items)).toEqual(byId(Items));
  });
});

describe("local/dynamodb/repair", () => {
  it("writes missing and stale index entries, removes strays, and settles tables left half way", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dynamodb-"));
    const path = join(folder, "tables");
    const before = await openDynamoDb({ path, timers: manualTimers() });
    for (const name of ["things", "half-made", "half-gone"]) await before.createTableIfMissing(aTable(name));
    for (const id of ["a", "b", "c"])
      await before.call("PutItem", { TableName: "things", Item: { id: { S: id }, state: { S: "up" }, n: { N: "1" } } });
    await before.close();
    const store = storeModule.create({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    const { gte } = indexRange("global", "things", "by-state");
    const keys: string[] = [];
    for await (const [key] of store.db.iterator(indexRange("global", "things", "by-state"))) keys.push(key);
    const stray = { id: { S: "gone" }, state: { S: "up" }, n: { N: "1" } };
    await store.db.del(keys[0] ?? "");
    await store.db.put(keys[1] ?? "", { ...stray, id: { S: "b" }, n: { N: "0" } });
    await store.db.put(`${gte}abc/stray`, stray);
    for (const [name, TableStatus] of [
      ["half-made", "CREATING"],
      ["half-gone", "DELETING"],
    ])
      await store.db.put(`table~${name}`, { ...((await store.db.get(`table~${name}`)) as object), TableStatus });

    const first = await repairTables(store);
    const second = await repairTables(store);
    await store.db.close();

    expect(first).toEqual({ written: 2, removed: 1, tables: 2 });
    expect(second).toEqual({ written: 0, removed: 0, tables: 0 });
    const db = await openDynamoDb({ path, timers: manualTimers() });
    expect(await idsInIndex(db, "things")).toEqual(["a", "b", "c"]);
    expect(await db.call("ListTables", {})).toEqual({ TableNames: ["half-made", "things"] });
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

const byId = (items: readonly unknown[]): unknown[] =>
  [...items].sort((a, b) =>
    JSON.stringify((a as { id: unknown }).id).localeCompare(JSON.stringify((b as { id: unknown }).id)),
  );

/** Runs the child until it has written `count` items, kills it, and notes the newest acknowledged version of each item. */
function writeAndKill(path: string, count: number, firstVersion: number, newest: Map<string, number>): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "crash-child.ts"), path, String(firstVersion)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split("\n").length > count) child.kill("SIGKILL");
  });
  return new Promise((resolve) => {
    child.once("close", () => {
      for (const line of text.split("\n").slice(0, -1)) {
        const [, id = "", version] = line.split(" ");
        newest.set(id, Number(version));
      }
      resolve();
    });
  });
}
