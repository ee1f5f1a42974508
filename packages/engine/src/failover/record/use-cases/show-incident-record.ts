import type { IncidentRecord } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { eventsBetween } from "../../../health/index.ts";
import { loadIncident } from "../../use-cases/load-incident.ts";
import { writeRecord } from "../write-record.ts";

/** Samples of the minutes before the first sign, and of the minute after the end. */
const BEFORE_MS = 180_000;
const AFTER_MS = 120_000;

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
