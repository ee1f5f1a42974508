import type { Incident } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { recordThread } from "../record-thread.ts";
import { showIncidentRecord } from "./show-incident-record.ts";

/** A week: as long as the event log that the record is written from. */
const KEEP_MS = 7 * 86_400_000;

/** Adds the record of an incident that is over to the thread in which it was told, once; channels without threads are left alone. */
export async function tellRecord(
  deps: Pick<Deps, "config" | "incidents" | "plans" | "eventLog" | "estimates" | "channels" | "once" | "log">,
  incidentId: Incident["id"],
): Promise<void> {
  const threaded = deps.channels.filter(({ follow }) => follow !== undefined);
  if (threaded.length === 0 || !(await deps.once.claim(`record#${incidentId}`, KEEP_MS))) return;
  const messages = recordThread(await showIncidentRecord(deps, incidentId));
  for (const channel of threaded) {
    const told = await channel.follow?.(`skylane:${incidentId}`, messages);
    deps.log.info("incident record told", { incidentId, channel: channel.name, ...told });
  }
}
