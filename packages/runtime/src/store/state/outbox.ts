import { type Outbox, OutboxAlert } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";

/** Alerts and what became of them, in `skylane-state`. Few items, so the partition is read whole and sorted here. */
export function outboxStore(table: DocumentTable): Outbox {
  const keyOf = ({ alert }: OutboxAlert) => ({ pk: "ALERT", sk: alert.id });
  return {
    async add(alert) {
      return (await table.putNew(keyOf(alert), alert))
        ? alert
        : ((await table.get(keyOf(alert), OutboxAlert)) ?? alert);
    },
    save: (alert) => table.put(keyOf(alert), alert),
    list: async (limitCount) =>
      (await table.query("ALERT", OutboxAlert))
        .map(({ doc }) => doc)
        .sort((a, b) => b.alert.atMs - a.alert.atMs)
        .slice(0, limitCount),
  };
}
