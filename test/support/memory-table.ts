import { coreError } from "@skylane/core";
import type { DocumentTable, ItemKey } from "../../packages/runtime/src/store/state/document-table.ts";

/** Documents in memory, one by one, in plain sight. */
export function memoryTable() {
  const items = new Map<string, { readonly doc: object; readonly expiresAtSeconds?: number | undefined }>();
  const idOf = ({ pk, sk }: ItemKey): string => `${pk}|${sk}`;
  const never = async (): Promise<never> => {
    throw new Error("this table in memory keeps single documents only");
  };
  const table: DocumentTable & { readonly items: typeof items; isAway: boolean } = {
    items,
    isAway: false,
    async put(key, doc, expiresAtSeconds) {
      if (table.isAway) throw coreError("ERR_STORE_UNAVAILABLE", "the table is away");
      items.set(idOf(key), { doc, expiresAtSeconds });
    },
    async putNew(key, doc, expiresAtSeconds) {
      if (table.isAway) throw coreError("ERR_STORE_UNAVAILABLE", "the table is away");
      if (items.has(idOf(key))) return false;
      items.set(idOf(key), { doc, expiresAtSeconds });
      return true;
    },
    async get(key, schema) {
      if (table.isAway) throw coreError("ERR_STORE_UNAVAILABLE", "the table is away");
      const item = items.get(idOf(key));
      return item && schema.parse(structuredClone(item.doc));
    },
    remove: async (key) => void items.delete(idOf(key)),
    putOver: never,
    putMany: never,
    query: never,
  };
  return table;
}
