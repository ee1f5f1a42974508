import { type CapacityStore, CapacityWatchRecord } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";

/** How full connections are, in `skylane-state`, one item each. */
export const capacityStore = (table: DocumentTable): CapacityStore => ({
  save: (records) =>
    table.putMany(records.map((record) => ({ key: { pk: "CAPACITY", sk: record.connectionId }, doc: record }))),
  list: async () => (await table.query("CAPACITY", CapacityWatchRecord)).map(({ doc }) => doc),
});
