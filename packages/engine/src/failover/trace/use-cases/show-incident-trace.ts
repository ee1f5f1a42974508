import type { IncidentTraceView } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { loadIncident } from "../../use-cases/load-incident.ts";
import { traceViews } from "../trace-views.ts";

/** The spans that were kept of an incident, as they are drawn. @throws ERR_INCIDENT_MISSING */
export async function showIncidentTrace(
  deps: Pick<Deps, "incidents" | "traces">,
  incidentId: string,
): Promise<IncidentTraceView> {
  const [incident, batches] = await Promise.all([loadIncident(deps, incidentId), deps.traces.list(incidentId)]);
  return {
    incidentId: incident.id,
    traces: traceViews(batches.flatMap(({ spans }) => spans)),
    droppedSpanCount: batches.reduce((sum, { droppedCount }) => sum + droppedCount, 0),
  };
}
