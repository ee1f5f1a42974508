import { mkdirSync } from "node:fs";
import type { RequestListener } from "node:http";
import { type Log, silentLog } from "../edge/log.ts";
import type { Timers } from "../time.ts";
import { addMissingIndexes } from "./add-indexes.ts";
import { actions, storeModule } from "./dynalite-modules.ts";
import { asDynamoDbError, DynamoDbError } from "./dynamodb-error.ts";
import { repairTables } from "./repair.ts";
import { dynamoDbListener } from "./request-listener.ts";
import { createTimeToLive } from "./time-to-live.ts";

/** A persistent DynamoDB on this machine: dynalite's engine, with what it lacks. */
export interface DynamoDb {
  /** Speaks DynamoDB's protocol to its clients; mount it on the edge. */
  readonly requestListener: RequestListener;
  /** One operation, e.g. `GetItem`, without HTTP. @throws DynamoDbError, whose name is DynamoDB's code */
  call(operation: string, input: unknown): Promise<unknown>;
  /**
   * Makes a table as CreateTable would and waits until it is ready. A table that is there keeps its items and gets the global
   * indexes it lacks. @throws Error if its key is another one
   */
  createTableIfMissing(definition: { readonly TableName: string } & Readonly<Record<string, unknown>>): Promise<void>;
  /** Deletes the items whose time to live is over, as happens by itself every minute; answers how many. */
  sweepExpired(): Promise<number>;
  /** Finishes what runs and closes the files. */
  close(): Promise<void>;
}

export interface DynamoDbOptions {
  /** Folder of the tables. Only one process can have it open. Without one, tables are in memory. */
  readonly path?: string;
  readonly timers: Timers;
  readonly log?: Log;
}

const SWEEP_EVERY_MS = 60_000;

/**
 * Opens the tables and repairs what a killed process left half written. Acknowledged writes survive `kill -9`; they are not
 * flushed to the disk one by one, so a power cut can take the last ones.
 * @throws Error if another process has the folder open
 */
export async function openDynamoDb({ path, timers, log = silentLog }: DynamoDbOptions): Promise<DynamoDb> {
  if (path !== undefined) mkdirSync(path, { recursive: true });
  const store = storeModule.create({
    ...(path !== undefined && { path }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  await store.db.open().catch((cause: Error & { cause?: { code?: string } }) => {
    const isLocked = cause.cause?.code === "LEVEL_LOCKED";
    throw new Error(
      isLocked
        ? `The tables in ${path} are open in another process. Stop it, or choose another data folder.`
        : `The tables in ${path} cannot be opened: ${cause.cause ?? cause.message}`,
      { cause },
    );
  });
  const repaired = await repairTables(store);
  if (repaired.written + repaired.removed + repaired.tables > 0)
    log("warn", "tables repaired after a hard stop", { ...repaired });

  const running = new Set<Promise<unknown>>();
  let isClosed = false;

  const run = async (operation: string, input: unknown): Promise<unknown> => {
    if (operation === "UpdateTimeToLive") return timeToLive.update(input);
    if (operation === "DescribeTimeToLive") return timeToLive.describe(input);
    const action = actions.get(operation);
    if (!action)
      throw new DynamoDbError(
        "com.amazon.coral.service#UnknownOperationException",
        `DynamoDB here has no ${operation}.`,
      );
    // The action may change its input; the caller's must stay as it is.
    const result = await action(store, structuredClone(input));
    if (operation === "DeleteTable") await timeToLive.forget(input);
    return result;
  };
  const call = async (operation: string, input: unknown): Promise<unknown> => {
    if (isClosed)
      throw new DynamoDbError("com.amazonaws.dynamodb.v20120810#InternalServerError", "the tables were closed", 500);
    const done = run(operation, input).catch((error: unknown) => withOldItem(error, input));
    running.add(done);
    try {
      return await done;
    } finally {
      running.delete(done);
    }
  };
  /** Adds the item that a failed condition was checked against, if it was asked for. It is read after the check, not with it. */
  const withOldItem = async (error: unknown, input: unknown): Promise<never> => {
    const known = asDynamoDbError(error);
    const { TableName, Item, Key, ReturnValuesOnConditionCheckFailure } = input as Readonly<Record<string, unknown>>;
    if (known.code !== "ConditionalCheckFailedException" || ReturnValuesOnConditionCheckFailure !== "ALL_OLD")
      throw known;
    const old = (await run("GetItem", {
      TableName,
      Key: Key ?? (await keyOf(TableName, Item)),
      ConsistentRead: true,
    })) as {
      Item?: unknown;
    };
    throw new DynamoDbError(
      String(known.body.__type),
      known.message,
      known.statusCode,
      old.Item === undefined ? {} : { Item: old.Item },
    );
  };
  const keyOf = async (TableName: unknown, item: unknown): Promise<unknown> => {
    const { Table } = (await run("DescribeTable", { TableName })) as {
      Table: { KeySchema: { AttributeName: string }[] };
    };
    return Object.fromEntries(
      Table.KeySchema.map(({ AttributeName }) => [AttributeName, (item as Record<string, unknown>)[AttributeName]]),
    );
  };
  const timeToLive = createTimeToLive(store, timers, run);

  let sweeping: Promise<number> = Promise.resolve(0);
  const sweepExpired = (): Promise<number> => {
    sweeping = sweeping.then(() => (isClosed ? 0 : timeToLive.sweep()));
    return sweeping;
  };
  let cancelSweep = (): void => undefined;
  const scheduleSweep = (): void => {
    cancelSweep = timers.after(SWEEP_EVERY_MS, () => {
      sweepExpired().catch((error: unknown) => {
        sweeping = Promise.resolve(0);
        log("error", "expired items could not be deleted", { reason: String(error) });
      });
      scheduleSweep();
    });
  };
  scheduleSweep();

  return {
    requestListener: dynamoDbListener(call),
    call,
    sweepExpired,
    async createTableIfMissing(definition) {
      try {
        await call("CreateTable", definition);
      } catch (error) {
        if (!(error instanceof Error && error.name === "ResourceInUseException")) throw error;
        await addMissingIndexes(store, definition);
      }
      for (;;) {
        const described = await call("DescribeTable", { TableName: definition.TableName });
        if ((described as { Table: { TableStatus: string } }).Table.TableStatus === "ACTIVE") return;
        await new Promise((done) => setImmediate(done));
      }
    },
    async close() {
      isClosed = true;
      cancelSweep();
      // A store that is closed below a scan would end the process.
      await Promise.allSettled([...running, sweeping]);
      await store.db.close();
    },
  };
}
