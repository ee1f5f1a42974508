import { ChatOrder, type ChatOrderStore } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";

/** Slack takes answers for half an hour. */
const KEEP_SECONDS = 3_600;

/** Orders from a chat in `skylane-state`, gone after an hour. */
export function chatOrderStore(table: DocumentTable): ChatOrderStore {
  const keyOf = (id: string) => ({ pk: `CHAT#${id}`, sk: "-" });
  const untilSeconds = ({ askedAtMs }: ChatOrder): number => Math.ceil(askedAtMs / 1_000) + KEEP_SECONDS;
  return {
    open: async (order) => void (await table.putNew(keyOf(order.id), order, untilSeconds(order))),
    find: (orderId) => table.get(keyOf(orderId), ChatOrder),
    save: (order) => table.put(keyOf(order.id), order, untilSeconds(order)),
  };
}
