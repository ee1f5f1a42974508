import { type AlarmStore, ConnectionAlarms } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";

/** The clouds' alarms in `skylane-state`, one item a connection. */
export const alarmStore = (table: DocumentTable): AlarmStore => ({
  find: (connectionId) => table.get({ pk: "LINK-ALARM", sk: connectionId }, ConnectionAlarms),
  save: (alarms) => table.put({ pk: "LINK-ALARM", sk: alarms.connectionId }, alarms),
  list: async () => (await table.query("LINK-ALARM", ConnectionAlarms)).map(({ doc }) => doc),
});
