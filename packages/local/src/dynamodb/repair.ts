import { type Index, type Item, type Store, storeModule, type Table } from "./dynalite-modules.ts";
import { indexRange, itemRange, type KeyRange, tableRange, tablesIn, ttlRange } from "./key-ranges.ts";

/** What was put right. */
export interface Repaired {
  /** Index entries that were missing or out of date. */
  readonly written: number;
  /** Index entries without their item. */
  readonly removed: number;
  /** Tables that were half made, half changed or half deleted. */
  readonly tables: number;
}

const BATCH_ENTRIES = 500;

/**
 * Makes every index say what its table says. dynalite writes an item and its index entries one after the other, so a process
 * that is killed in between leaves them different; the items are right, as they are written last and only then acknowledged.
 */
export async function repairTables(store: Store): Promise<Repaired> {
  let written = 0;
  let removed = 0;
  let tables = 0;
  for (const table of await tablesIn(store)) {
    if (table.TableStatus === "DELETING") {
      await removeTable(store, table.TableName);
      tables += 1;
      continue;
    }
    tables += await settleStatus(store, table);
    for (const [kind, index] of indexesOf(table)) {
      const entries = indexRange(kind, table.TableName, index.IndexName);
      written += await writeMissing(store, table, index, entries);
      removed += await removeStrays(store, table, index, entries);
    }
  }
  return { written, removed, tables };
}

const indexesOf = (table: Table): readonly (readonly ["local" | "global", Index])[] => [
  ...(table.LocalSecondaryIndexes ?? []).map((index) => ["local", index] as const),
  ...(table.GlobalSecondaryIndexes ?? []).map((index) => ["global", index] as const),
];

/** A change of a table ends in a timer; a process that died before it left the table in between. */
async function settleStatus(store: Store, table: Table): Promise<0 | 1> {
  const indexes = table.GlobalSecondaryIndexes ?? [];
  if (table.TableStatus === "ACTIVE" && indexes.every(({ IndexStatus = "ACTIVE" }) => IndexStatus === "ACTIVE"))
    return 0;
  table.TableStatus = "ACTIVE";
  for (const index of indexes) index.IndexStatus = "ACTIVE";
  await store.db.put(`${tableRange.gte}${table.TableName}`, table);
  return 1;
}

async function removeTable(store: Store, name: string): Promise<void> {
  const indexes = { gte: `index-global~${name}~`, lt: `index-global~${name}~\u00ff` };
  for (const range of [itemRange(name), indexes]) {
    const remove = batched(store);
    for await (const [key] of store.db.iterator(range)) await remove.add({ type: "del", key });
    await remove.flush();
  }
  await store.db.del(`${ttlRange.gte}${name}`);
  await store.db.del(`${tableRange.gte}${name}`);
}

async function writeMissing(store: Store, table: Table, index: Index, entries: KeyRange): Promise<number> {
  const write = batched(store);
  for await (const [, item] of store.db.iterator(itemRange(table.TableName))) {
    for (const { key, item: wanted } of entriesOf(item as Item, table, index)) {
      const present = await store.db.get(entries.gte + key);
      if (JSON.stringify(present) !== JSON.stringify(wanted))
        await write.add({ type: "put", key: entries.gte + key, value: wanted });
    }
  }
  return write.flush();
}

async function removeStrays(store: Store, table: Table, index: Index, entries: KeyRange): Promise<number> {
  const remove = batched(store);
  for await (const [key, entry] of store.db.iterator(entries)) {
    const item = await store.db.get(itemRange(table.TableName).gte + storeModule.createKey(entry as Item, table));
    const wanted = item === undefined ? [] : entriesOf(item as Item, table, index);
    if (!wanted.some((one) => entries.gte + one.key === key)) await remove.add({ type: "del", key });
  }
  return remove.flush();
}

const entriesOf = (item: Item, table: Table, index: Index) =>
  storeModule.getIndexActions([index], null, item, table).puts;

type Change = Parameters<Store["db"]["batch"]>[0][number];

/** Collects changes into batches; `flush` answers how many there were in all. */
function batched(store: Store): { add(change: Change): Promise<void>; flush(): Promise<number> } {
  let waiting: Change[] = [];
  let count = 0;
  const write = async (): Promise<void> => {
    const changes = waiting;
    waiting = [];
    if (changes.length > 0) await store.db.batch(changes);
  };
  return {
    async add(change) {
      count += waiting.push(change) > 0 ? 1 : 0;
      if (waiting.length >= BATCH_ENTRIES) await write();
    },
    async flush() {
      await write();
      return count;
    },
  };
}
