import { type Incident, IncidentList, IncidentRecord, IncidentTraceView } from "@skylane/core";
import { ask } from "./ask.ts";

/** The log around an incident is read for its record. */
const SLOW_MS = 20_000;

/** The last incidents, newest first. @throws Error in words for a person */
export const fetchIncidents = async (): Promise<readonly Incident[]> =>
  IncidentList.parse(await ask("GET", "/v1/incidents")).incidents;

/** Everything that is known of one. @throws Error in words for a person */
export const fetchRecord = async (incidentId: string): Promise<IncidentRecord> =>
  IncidentRecord.parse(await ask("GET", `/v1/incidents/${encodeURIComponent(incidentId)}/record`, undefined, SLOW_MS));

/** What was done in one, and how long each part took. @throws Error in words for a person */
export const fetchTrace = async (incidentId: string): Promise<IncidentTraceView> =>
  IncidentTraceView.parse(
    await ask("GET", `/v1/incidents/${encodeURIComponent(incidentId)}/trace`, undefined, SLOW_MS),
  );
