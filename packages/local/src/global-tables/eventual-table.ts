import * as z from "zod";
import type { DynamoDb, Item } from "../dynamodb/index.ts";
import type { Log } from "../edge/index.ts";
import type { Timers } from "../time.ts";
import { StoredItem } from "./acceptor.ts";
import { inTurn } from "./in-turn.ts";
import { isNewer, type ReplicaLog, Stamp } from "./replica-log.ts";
import { pickKey } from "./strong-table.ts";

/** What one Region tells the other: items as they are now. */
export const Changes = z.strictObject({
  changes: z.array(z.strictObject({ key: z.string(), stamp: Stamp, item: StoredItem })),
});
export type Changes = z.infer<typeof Changes>;

/** A replica of a table with eventual consistency between Regions: writes are made here, and sent to the other Region later. */
export interface EventualTable {
  /** One operation on the local replica. */
  call(operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Takes over what the other Region wrote later than what is here. */
  receive(changes: Changes): Promise<void>;
  /** Begins to send; what was left unsent by a former process first. */
  start(): Promise<void>;
  /** Sends what is waiting; false if the other Region does not answer. */
  sendNow(): Promise<boolean>;
  stop(): void;
}

/** DynamoDB says "usually within a second": half of it. What was written in it is lost to the other Region when this one dies. */
const SEND_EVERY_MS = 500;
const BATCH_COUNT = 100;

/** The replica in `tables`. The last writer wins, item by item; reads see this Region only. */
export function createEventualTable(options: {
  readonly tableName: string;
  readonly keyNames: readonly string[];
  readonly tables: Pick<DynamoDb, "call">;
  readonly replicaLog: ReplicaLog;
  /** @throws if the other Region does not take them */
  readonly send: (changes: Changes) => Promise<void>;
  readonly timers: Timers;
  readonly log: Log;
}): EventualTable {
  const { tableName: TableName, keyNames, tables, replicaLog, timers, log } = options;
  const writing = inTurn();
  let isPeerAway = false;
  let cancel = (): void => undefined;

  const itemAt = async (key: string): Promise<Item | null> => {
    const found = (await tables.call("GetItem", { TableName, Key: JSON.parse(key), ConsistentRead: true })) as {
      Item?: Item;
    };
    return found.Item ?? null;
  };
  const sendBatch = async (): Promise<number> => {
    // an item and its stamp are read together, so that a newer item never goes under an older stamp
    const changes = await writing(() =>
      Promise.all(
        replicaLog.unsent(BATCH_COUNT).map(async ({ key, stamp }) => ({ key, stamp, item: await itemAt(key) })),
      ),
    );
    if (changes.length === 0) return 0;
    await options.send({ changes } as Changes);
    for (const { key, stamp } of changes) replicaLog.markSent(key, stamp);
    return changes.length;
  };
  const sendNow = async (): Promise<boolean> => {
    try {
      while ((await sendBatch()) === BATCH_COUNT);
      if (isPeerAway) log("info", "the other Region takes changes again", { table: TableName });
      isPeerAway = false;
    } catch (error) {
      if (!isPeerAway) log("warn", "the other Region takes no changes", { table: TableName, reason: String(error) });
      isPeerAway = true;
    }
    return !isPeerAway;
  };
  const schedule = (): void => {
    cancel = timers.after(SEND_EVERY_MS, () => void sendNow().finally(schedule));
  };

  return {
    call(operation, input) {
      const keys = writtenKeys(operation, input, TableName, keyNames);
      if (keys.length === 0) return tables.call(operation, input);
      return writing(async () => {
        replicaLog.begin(keys);
        const answer = await tables.call(operation, input);
        replicaLog.stamp(keys, timers.nowMs());
        return answer;
      });
    },
    receive: ({ changes }) =>
      writing(async () => {
        for (const { key, stamp, item } of changes) {
          if (!isNewer(stamp, replicaLog.stampOf(key))) continue;
          if (item) await tables.call("PutItem", { TableName, Item: item });
          else await tables.call("DeleteItem", { TableName, Key: JSON.parse(key) });
          replicaLog.record(key, stamp);
        }
      }),
    sendNow,
    async start() {
      if (replicaLog.isEmpty()) replicaLog.begin(await keysOf(tables, TableName, keyNames));
      schedule();
    },
    stop: () => cancel(),
  };
}

/** Keys of all items: those of before there was another Region are sent too. */
async function keysOf(
  tables: Pick<DynamoDb, "call">,
  TableName: string,
  keyNames: readonly string[],
): Promise<readonly string[]> {
  const keys: string[] = [];
  let from: unknown;
  do {
    const page = (await tables.call("Scan", { TableName, ...(from !== undefined && { ExclusiveStartKey: from }) })) as {
      Items: readonly Item[];
      LastEvaluatedKey?: unknown;
    };
    keys.push(...page.Items.map((item) => JSON.stringify(pickKey(keyNames, item))));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return keys;
}

interface BatchRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

/** Keys of the items of the table that an operation may write. */
function writtenKeys(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  tableName: string,
  keyNames: readonly string[],
): readonly string[] {
  const keyOf = (from: unknown): string => JSON.stringify(pickKey(keyNames, from));
  if (operation === "PutItem") return [keyOf(input.Item)];
  if (operation === "UpdateItem" || operation === "DeleteItem") return [keyOf(input.Key)];
  if (operation !== "BatchWriteItem") return [];
  const requests = (input.RequestItems as Readonly<Record<string, readonly BatchRequest[]>>)[tableName] ?? [];
  return requests.map(({ PutRequest, DeleteRequest }) => keyOf(PutRequest?.Item ?? DeleteRequest?.Key));
}
