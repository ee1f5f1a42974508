import type { EventLog } from "@skylane/core";
import { AnyEvent } from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";
import { packed, packText } from "./packed.ts";

/** An event that takes more than one unit of writing is packed. */
const PACKED_FROM_CHARS = 1_000;
const Kept = z.union([packed(AnyEvent), AnyEvent]);
const KEEP_SECONDS = 7 * 86_400;
const HOUR_MS = 3_600_000;
const LOOK_BACK_HOURS = 48;

/** The event log: one partition an hour, gone after a week. A key is `<hour>|<time>#<id>`. */
export const eventLogStore = (table: DocumentTable, nowMs: () => number): EventLog => ({
  async append(event) {
    const key = { pk: hourPartition(Date.parse(event.time)), sk: `${event.time}#${event.id}` };
    const json = JSON.stringify(event);
    const doc = json.length > PACKED_FROM_CHARS ? packText(json) : event;
    await table.putNew(key, doc, Math.floor(Date.parse(event.time) / 1000) + KEEP_SECONDS);
  },
  async list(afterKey, limitCount) {
    if (afterKey === undefined) return newest(table, nowMs(), limitCount);
    const [from = "", after = ""] = afterKey.split("|");
    const found: Awaited<ReturnType<EventLog["list"]>>[number][] = [];
    const lastMs = nowMs();
    for (
      let hourMs = Date.parse(`${from}:00:00.000Z`);
      hourMs <= lastMs && found.length < limitCount;
      hourMs += HOUR_MS
    ) {
      const pk = hourPartition(hourMs);
      const range = { limitCount: limitCount - found.length, ...(pk === `EVENT#${from}` && { after }) };
      for (const { sk, doc } of await table.query(pk, Kept, range))
        found.push({ key: `${pk.slice("EVENT#".length)}|${sk}`, event: doc });
    }
    return found;
  },
});

/** `EVENT#2026-11-20T22` */
const hourPartition = (ms: number): string => `EVENT#${new Date(ms).toISOString().slice(0, 13)}`;

async function newest(table: DocumentTable, nowMs: number, limitCount: number) {
  const found: Awaited<ReturnType<EventLog["list"]>>[number][] = [];
  for (let hour = 0; hour < LOOK_BACK_HOURS && found.length < limitCount; hour += 1) {
    const pk = hourPartition(nowMs - hour * HOUR_MS);
    const page = await table.query(pk, Kept, { isReverse: true, limitCount: limitCount - found.length });
    for (const { sk, doc } of page) found.push({ key: `${pk.slice("EVENT#".length)}|${sk}`, event: doc });
  }
  return found.reverse();
}
