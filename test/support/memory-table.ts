import { coreError } from "@skylane/core";
import type { DocumentTable, ItemKey } from "../../packages/runtime/src/store/state/document-table.ts";

/** A table of documents in memory that refuses what DynamoDB would; its items by `pk\nsk`. */
export function memoryTable(): DocumentTable & { readonly items: Map<string, object>; isAway: boolean } {
  const items = new Map<string, object>();
  const requireHere = (): void => {
    if (table.isAway) throw coreError("ERR_STORE_UNAVAILABLE", "the table is away");
  };
  const keyOf = ({ pk, sk }: ItemKey): string => `${pk}\n${sk}`;
  const put = async (key: ItemKey, doc: object): Promise<void> => {
    requireHere();
    if (sizeOf(doc) > 400_000) throw new Error("Item size has exceeded the maximum allowed size");
    items.set(keyOf(key), doc);
  };
  const remove = async (key: ItemKey): Promise<void> => void items.delete(keyOf(key));
  const table: ReturnType<typeof memoryTable> = {
    items,
    isAway: false,
    put,
    async putNew(key, doc) {
      if (items.has(keyOf(key))) return false;
      await put(key, doc);
      return true;
    },
    async putOver(key, doc, seenVersion) {
      const there = items.get(keyOf(key)) as { readonly version?: number } | undefined;
      if (there?.version !== seenVersion) return false;
      await put(key, doc);
      return true;
    },
    async putNewer(key, doc) {
      const there = items.get(keyOf(key)) as { readonly atMs?: number } | undefined;
      if (there === undefined || (there.atMs !== undefined && there.atMs <= doc.atMs)) await put(key, doc);
    },
    async count(key, amount) {
      requireHere();
      const there = (items.get(keyOf(key)) as { readonly count?: number } | undefined)?.count ?? 0;
      items.set(keyOf(key), { count: there + amount });
      return there + amount;
    },
    remove,
    async putMany(all) {
      for (const { key, doc } of all) await put(key, doc);
    },
    async get(key, schema) {
      requireHere();
      const doc = items.get(keyOf(key));
      return doc && schema.parse(structuredClone(doc));
    },
    async query(pk, schema, { prefix = "", after, isReverse = false, limitCount } = {}) {
      const found = [...items]
        .filter(([key]) => key.startsWith(`${pk}\n${prefix}`))
        .map(([key, doc]) => ({ sk: key.slice(pk.length + 1), doc: schema.parse(doc) }))
        .filter(({ sk }) => after === undefined || sk > after)
        .sort((a, b) => (a.sk < b.sk ? -1 : 1));
      return (isReverse ? found.reverse() : found).slice(0, limitCount);
    },
  };
  return table;
}

/** About as DynamoDB counts: binary values by their bytes. */
function sizeOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.byteLength;
  if (value === null || typeof value !== "object") return JSON.stringify(value)?.length ?? 0;
  return Object.entries(value).reduce((sum, [name, one]) => sum + name.length + 3 + sizeOf(one), 0);
}
