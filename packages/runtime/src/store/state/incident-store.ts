import { Incident, IncidentId, type IncidentStore } from "@skylane/core";
import { isActive } from "@skylane/engine";
import * as z from "zod";
import type { DocumentTable, ItemKey } from "./document-table.ts";

/** The incident itself, by its id: what is decided by. */
const BY_ID = "INCIDENT";
/** A copy of each, `<opened>#<id>`: what lists are read from, as many as are asked for. */
const BY_TIME = "INCIDENT-AT";
/** `<group>#<id>` of those that are active. */
const ACTIVE = "INCIDENT-ACTIVE";
const Mark = z.strictObject({ id: IncidentId });

/**
 * Incidents in `skylane-state`, for good: nothing that is asked again and again reads more of them than it wants. Each is
 * written by one workflow at a time, its mark before it and its copy after it. A write that breaks off is repeated by
 * its step; until then no active incident is without its mark, a mark that was left says nothing, and a copy is older.
 */
export function incidentStore(table: DocumentTable): IncidentStore {
  const find = (id: string): Promise<Incident | undefined> => table.get({ pk: BY_ID, sk: id }, Incident);

  async function write(incident: Incident, put: () => Promise<Incident>): Promise<Incident> {
    if (isActive(incident)) await table.put(markOf(incident), { id: incident.id });
    const kept = await put();
    await table.put({ pk: BY_TIME, sk: `${timeOf(kept.openedAtMs)}#${kept.id}` }, kept);
    if (!isActive(kept)) await table.remove(markOf(kept));
    return kept;
  }

  async function active(prefix?: string): Promise<readonly Incident[]> {
    const marks = await table.query(ACTIVE, Mark, { ...(prefix !== undefined && { prefix }) });
    const marked = await Promise.all(marks.map(({ doc: { id } }) => find(id)));
    return marked
      .flatMap((incident) => (incident && isActive(incident) ? [incident] : []))
      .sort((a, b) => b.openedAtMs - a.openedAtMs || b.id.localeCompare(a.id));
  }

  async function newest(range: {
    readonly after?: string;
    readonly limitCount?: number;
  }): Promise<readonly Incident[]> {
    const copies = (await table.query(BY_TIME, Incident, { isReverse: true, ...range })).map(({ doc }) => doc);
    // one whose Region was lost before it was replicated, and that was begun again in the other, has been opened twice
    const seen = new Set<string>();
    return copies.filter(({ id }) => !seen.has(id) && seen.add(id));
  }

  return {
    open: (incident) =>
      write(incident, async () =>
        (await table.putNew({ pk: BY_ID, sk: incident.id }, incident))
          ? incident
          : ((await find(incident.id)) ?? incident),
      ),
    async save(incident) {
      await write(incident, async () => {
        await table.put({ pk: BY_ID, sk: incident.id }, incident);
        return incident;
      });
    },
    find,
    list: (limitCount) => newest({ limitCount }),
    listSince: (fromMs) => newest({ after: timeOf(fromMs) }),
    listActive: () => active(),
    findActive: async (groupId) => (await active(`${groupId}#`))[0],
  };
}

const markOf = ({ groupId, id }: Incident): ItemKey => ({ pk: ACTIVE, sk: `${groupId}#${id}` });

/** Sorts as the moment does. */
const timeOf = (ms: number): string => new Date(Math.max(0, ms)).toISOString();
