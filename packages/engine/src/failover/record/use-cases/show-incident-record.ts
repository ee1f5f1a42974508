import type { SkylaneEvent } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { loadIncident } from "../../use-cases/load-incident.ts";
import type { IncidentRecord } from "../incident-record.ts";
import { writeRecord } from "../write-record.ts";

/** Samples of the minutes before the first sign, and of the minute after the end. */
const BEFORE_MS = 180_000;
const AFTER_MS = 120_000;
const PAGE_COUNT = 500;
const MAX_PAGES = 20;

/** The record of one incident, from what is stored of it and the event log around it. @throws ERR_INCIDENT_MISSING */
export async function showIncidentRecord(
  deps: Pick<Deps, "config" | "incidents" | "plans" | "eventLog" | "estimates">,
  incidentId: string,
): Promise<IncidentRecord> {
  const incident = await loadIncident(deps, incidentId);
  const lastMs = Math.max(incident.openedAtMs, ...incident.timeline.map(({ atMs }) => atMs));
  const [plan, events] = await Promise.all([
    deps.plans.find(incident.groupId),
    eventsBetween(deps, incident.openedAtMs - BEFORE_MS, lastMs + AFTER_MS),
  ]);
  return writeRecord({
    incident,
    config: deps.config,
    plan,
    events,
    transferUsdPerGb: (kind, from, to) => deps.estimates.transferUsdPerGb(kind, from, to),
  });
}

/** The log between two moments; the first ten thousand events, for a move may stand for days. */
async function eventsBetween(
  { eventLog }: Pick<Deps, "eventLog">,
  fromMs: number,
  toMs: number,
): Promise<readonly SkylaneEvent[]> {
  const from = new Date(fromMs).toISOString();
  const found: SkylaneEvent[] = [];
  let after = `${from.slice(0, 13)}|${from}`;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const events = await eventLog.list(after, PAGE_COUNT);
    for (const { event } of events) if (Date.parse(event.time) <= toMs) found.push(event);
    const last = events.at(-1);
    if (!last || events.length < PAGE_COUNT || Date.parse(last.event.time) > toMs) break;
    after = last.key;
  }
  return found;
}
