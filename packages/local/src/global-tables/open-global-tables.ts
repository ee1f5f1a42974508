import { randomUUID } from "node:crypto";
import type { RequestListener } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { DeploymentNames } from "@skylane/core";
import { type DynamoDb, dynamoDbListener, openDynamoDb } from "../dynamodb/index.ts";
import type { Log, RestService } from "../edge/index.ts";
import type { Timers } from "../time.ts";
import { openAcceptor } from "./acceptor.ts";
import { createEventualTable } from "./eventual-table.ts";
import { createRegister } from "./register.ts";
import { openReplicaLog } from "./replica-log.ts";
import { createStrongTable } from "./strong-table.ts";
import { remoteAcceptor, replicationService, sendChanges } from "./wire.ts";

/** Where the rest of the global tables is. */
export interface Peers {
  /** The embedded AWS of the other Region. */
  readonly otherRegionUrl: string;
  /** The third of the three that keep the coordination table; it holds no replica. */
  readonly witnessUrl: string;
}

/** The tables of one Region, replicated with the other's. */
export interface GlobalTables extends Pick<DynamoDb, "call" | "createTableIfMissing"> {
  readonly requestListener: RequestListener;
  /** What the other Region asks of this one. */
  readonly service: RestService;
  /** Begins to replicate. @throws Error if the coordination table has items of before there was another Region */
  start(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes global tables of the two tables in `tables`: `skylane-state` with eventual, `skylane-coord` with strong consistency
 * between Regions, as the deployment does.
 */
export async function openGlobalTables(options: {
  readonly tables: DynamoDb;
  readonly names: DeploymentNames;
  readonly peers: Peers;
  readonly regionId: string;
  readonly acceptorFile: string;
  readonly replicaLogFile: string;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
}): Promise<GlobalTables> {
  const { tables, names, peers, regionId, timers, random, log } = options;
  const acceptor = openAcceptor(options.acceptorFile);
  const replicaLog = openReplicaLog(options.replicaLogFile, regionId);
  const bench = await openDynamoDb({ timers });
  const strong = createStrongTable({
    tableName: names.coordTable,
    keyNames: ["pk"],
    bench,
    register: createRegister({
      acceptors: [acceptor, remoteAcceptor(peers.otherRegionUrl), remoteAcceptor(peers.witnessUrl)],
      by: `${regionId}/${randomUUID()}`,
      random,
      pause,
    }),
  });
  const eventual = createEventualTable({
    tableName: names.stateTable,
    keyNames: ["pk", "sk"],
    tables,
    replicaLog,
    send: (changes) => sendChanges(peers.otherRegionUrl, changes),
    timers,
    log,
  });
  const call = (operation: string, input: unknown): Promise<unknown> => {
    const request = (input ?? {}) as Readonly<Record<string, unknown>>;
    const isBatch = operation === "BatchWriteItem" || operation === "BatchGetItem";
    const tableName = isBatch ? Object.keys(request.RequestItems ?? {})[0] : request.TableName;
    if (!ON_ITEMS.has(operation)) return tables.call(operation, input);
    if (tableName === names.coordTable) return strong.call(operation, request);
    if (tableName === names.stateTable) return eventual.call(operation, request);
    return tables.call(operation, input);
  };
  return {
    call,
    requestListener: dynamoDbListener(call),
    service: replicationService(acceptor, eventual.receive),
    async createTableIfMissing(definition) {
      await tables.createTableIfMissing(definition);
      await bench.createTableIfMissing(definition);
    },
    async start() {
      await refuseLocalItems(tables, names.coordTable);
      await eventual.start();
    },
    async close() {
      eventual.stop();
      await bench.close();
      replicaLog.close();
      acceptor.close();
    },
  };
}

const ON_ITEMS = new Set([
  "BatchGetItem",
  "BatchWriteItem",
  "DeleteItem",
  "GetItem",
  "PutItem",
  "Query",
  "Scan",
  "UpdateItem",
]);

/** As DynamoDB: a table gets strong consistency between Regions only while it is empty. */
async function refuseLocalItems(tables: DynamoDb, TableName: string): Promise<void> {
  const { Count } = (await tables.call("Scan", { TableName, Limit: 1 })) as { Count: number };
  if (Count > 0)
    throw new Error(
      `Table ${TableName} holds leases and overrides of a single Region; it can be shared by two only while it is empty. Use another data folder.`,
    );
}
