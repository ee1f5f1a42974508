import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deploymentNames } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { signedTables } from "../../../runtime/src/aws/signed-tables.ts";
import { regionLeaseStore } from "../../../runtime/src/store/coord/region-lease-store.ts";
import { systemClock } from "../../../runtime/src/time.ts";
import { openDynamoDb } from "../dynamodb/index.ts";
import { startEdge } from "../edge/index.ts";
import { silentLog } from "../edge/log.ts";
import { provisionTables } from "../host/provision.ts";
import { openRegionLink, type RegionLink } from "../instance/region-link.ts";
import { portOf } from "../instance/supervise-controller.ts";
import { systemTimers } from "../time.ts";
import { type GlobalTables, openAcceptor, openGlobalTables, replicationService } from "./index.ts";

interface Replica {
  readonly tables: GlobalTables;
  readonly url: string;
  stop(): Promise<void>;
}

let folder: string;
let links: RegionLink[];
let witness: Awaited<ReturnType<typeof startEdge>>;
let east: Replica;
let west: Replica;

async function startReplica(regionId: string, own: RegionLink, other: RegionLink): Promise<Replica> {
  const local = await openDynamoDb({ path: join(folder, regionId), timers: systemTimers });
  const tables = await openGlobalTables({
    names,
    tables: local,
    peers: { otherRegionId: OTHER[regionId] ?? "", otherRegionUrl: other.url, witnessUrl: witness.url },
    regionId,
    acceptorFile: join(folder, `${regionId}-acceptor.db`),
    replicaLogFile: join(folder, `${regionId}-replica.db`),
    timers: systemTimers,
    random: () => 0.5,
    log: silentLog,
  });
  await provisionTables(tables, names);
  await tables.start();
  const edge = await startEdge({
    port: 0,
    host: "127.0.0.1",
    services: [],
    restServices: [tables.service],
    raw: { dynamodb: tables.requestListener },
  });
  own.leadTo(portOf(edge.url));
  return {
    tables,
    url: edge.url,
    async stop() {
      await edge.close(0);
      await tables.close();
      await local.close();
    },
  };
}

const OTHER: Readonly<Record<string, string>> = { "us-east-1": "us-west-2", "us-west-2": "us-east-1" };
const names = deploymentNames("skylane");
const state = (pk: string, more: object = {}) => ({ pk: { S: pk }, sk: { S: "0" }, ...more });
const putState = ({ tables }: Replica, pk: string, says: string) =>
  tables.call("PutItem", { TableName: names.stateTable, Item: state(pk, { says: { S: says } }) });
const readState = async ({ tables }: Replica, pk: string): Promise<string | undefined> => {
  const Key = { pk: { S: pk }, sk: { S: "0" } };
  const { Item } = (await tables.call("GetItem", { TableName: names.stateTable, Key, ConsistentRead: true })) as {
    Item?: { says: { S: string } };
  };
  return Item?.says.S;
};
const leaseOf = ({ url }: Replica) => {
  let nextId = 0;
  const calls = signedTables({
    regionId: "us-east-1",
    endpoint: url,
    credentials: async () => ({ accessKeyId: "local", secretAccessKey: "local" }),
    tryCount: 3,
    timeoutMs: 5_000,
    clock: systemClock,
  });
  return regionLeaseStore(calls, names.coordTable, {
    next: () => `${url}#${++nextId}`,
    traceparent: () => "",
  });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "skylane-global-"));
  const acceptor = openAcceptor(join(folder, "witness.db"));
  witness = await startEdge({
    port: 0,
    host: "127.0.0.1",
    services: [],
    restServices: [replicationService(acceptor)],
  });
  const [toEast, toWest] = [await openRegionLink(), await openRegionLink()];
  links = [toEast, toWest];
  east = await startReplica("us-east-1", toEast, toWest);
  west = await startReplica("us-west-2", toWest, toEast);
});

afterEach(async () => {
  await east.stop();
  await west.stop();
  await witness.close(0);
  for (const link of links) await link.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("local/global-tables", () => {
  it("both tables say where else they are, and which of them is of one mind with it", async () => {
    const describe = async (TableName: string) =>
      ((await east.tables.call("DescribeTable", { TableName })) as { Table: object }).Table;
    const Replicas = [{ RegionName: "us-west-2", ReplicaStatus: "ACTIVE" }];

    expect(await describe(names.stateTable)).toMatchObject({ Replicas, MultiRegionConsistency: "EVENTUAL" });
    expect(await describe(names.coordTable)).toMatchObject({
      TableName: names.coordTable,
      Replicas,
      MultiRegionConsistency: "STRONG",
      GlobalTableWitnesses: [{ RegionName: "witness" }],
    });
  });

  it("the state table reaches the other Region a moment later; deletions too, and the later writer wins", async () => {
    await putState(east, "a", "east");
    await putState(east, "gone", "east");
    await vi.waitFor(async () => expect(await readState(west, "gone")).toBe("east"));
    await putState(west, "a", "west");
    const Key = { pk: { S: "gone" }, sk: { S: "0" } };
    await west.tables.call("DeleteItem", { TableName: names.stateTable, Key });

    await vi.waitFor(async () => expect(await readState(east, "a")).toBe("west"));
    await vi.waitFor(async () => expect(await readState(east, "gone")).toBeUndefined());
  });

  it("a condition on the state table is judged here only: cut apart, both Regions can win, and one of them is lost later", async () => {
    for (const link of links) link.cut();
    const Item = (says: string) => state("once", { says: { S: says } });
    const put = ({ tables }: Replica, says: string) =>
      tables.call("PutItem", {
        TableName: names.stateTable,
        Item: Item(says),
        ConditionExpression: "attribute_not_exists(pk)",
      });

    await put(east, "east");
    await put(west, "west");
    for (const link of links) link.mend();

    await vi.waitFor(async () =>
      expect([await readState(east, "once"), await readState(west, "once")]).toEqual(["west", "west"]),
    );
  });

  it("a Region that stops at once takes with it what it had not sent, and sends it when it is back, unless it was overwritten", async () => {
    for (const link of links) link.cut();
    await putState(east, "unsent", "east");
    await putState(east, "overwritten", "east");
    await putState(west, "overwritten", "west");
    await east.stop();
    expect(await readState(west, "unsent")).toBeUndefined();

    for (const link of links) link.mend();
    const [toEast, toWest] = links as [RegionLink, RegionLink];
    east = await startReplica("us-east-1", toEast, toWest);

    await vi.waitFor(async () => expect(await readState(west, "unsent")).toBe("east"));
    await vi.waitFor(async () => expect(await readState(east, "overwritten")).toBe("west"));
  });

  it("of two Regions that take the lease at the same moment one gets it, and both see who", async () => {
    const [inEast, inWest] = [leaseOf(east), leaseOf(west)];

    const answers = await Promise.all([inEast.take("us-east-1", undefined), inWest.take("us-west-2", undefined)]);

    const [winner] = answers.filter((one) => one !== undefined);
    expect(answers.filter((one) => one !== undefined)).toHaveLength(1);
    expect([await inEast.read(), await inWest.read()]).toEqual([winner, winner]);
  });

  it("the lease can be renewed and taken over with the other Region dead, and a holder that was overtaken is told", async () => {
    const [inEast, inWest] = [leaseOf(east), leaseOf(west)];
    await inEast.take("us-east-1", undefined);
    for (const link of links) link.cut();

    expect(await inEast.renew("us-east-1")).toMatchObject({ regionId: "us-east-1", epoch: 1 });
    const taken = await inWest.take("us-west-2", await inWest.read());

    expect(taken).toMatchObject({ regionId: "us-west-2", fromRegionId: "us-east-1", epoch: 2, isTold: false });
    expect(await inEast.renew("us-east-1")).toBeUndefined();
    await inWest.markTold(2);
    expect(await inEast.read()).toMatchObject({ regionId: "us-west-2", isTold: true });
  });

  it("the coordination table scans and deletes as one table, and has no batches", async () => {
    const TableName = names.coordTable;
    await east.tables.call("PutItem", { TableName, Item: { pk: { S: "OVERRIDE#a" } } });
    await west.tables.call("PutItem", { TableName, Item: { pk: { S: "OVERRIDE#b" } } });
    await west.tables.call("DeleteItem", { TableName, Key: { pk: { S: "OVERRIDE#a" } } });

    expect(await east.tables.call("Scan", { TableName })).toMatchObject({ Items: [{ pk: { S: "OVERRIDE#b" } }] });
    await expect(east.tables.call("BatchWriteItem", { RequestItems: { [TableName]: [] } })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});
