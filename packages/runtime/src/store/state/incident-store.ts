import { Incident, type IncidentStore } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";

const ACTIVE: readonly Incident["status"][] = ["open", "moved", "needs-human"];

/** Incidents in `skylane-state`. Few items, so the partition is read whole and sorted here: no index to go stale. */
export function incidentStore(table: DocumentTable): IncidentStore {
  const newestFirst = async (): Promise<readonly Incident[]> =>
    (await table.query("INCIDENT", Incident))
      .map(({ doc }) => doc)
      .sort((a, b) => b.openedAtMs - a.openedAtMs || b.id.localeCompare(a.id));
  return {
    async open(incident) {
      const key = { pk: "INCIDENT", sk: incident.id };
      return (await table.putNew(key, incident)) ? incident : ((await table.get(key, Incident)) ?? incident);
    },
    save: (incident) => table.put({ pk: "INCIDENT", sk: incident.id }, incident),
    find: (incidentId) => table.get({ pk: "INCIDENT", sk: incidentId }, Incident),
    list: async (limitCount) => (await newestFirst()).slice(0, limitCount),
    findActive: async (groupId) =>
      (await newestFirst()).find((incident) => incident.groupId === groupId && ACTIVE.includes(incident.status)),
  };
}
