import type { FailoverPlan, Incident } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { failoverError } from "../errors.ts";

/** The stored incident. @throws ERR_INCIDENT_MISSING */
export async function loadIncident(deps: Pick<Deps, "incidents">, incidentId: string): Promise<Incident> {
  const incident = await deps.incidents.find(incidentId);
  if (incident) return incident;
  throw failoverError(
    "ERR_INCIDENT_MISSING",
    `incident ${incidentId} is not stored; list the known ones with "skylane failover history"`,
    { incidentId },
  );
}

/** The stored plan of a group. @throws ERR_PLAN_MISSING */
export async function loadPlan(deps: Pick<Deps, "plans">, groupId: string): Promise<FailoverPlan> {
  const plan = await deps.plans.find(groupId);
  if (plan) return plan;
  throw failoverError(
    "ERR_PLAN_MISSING",
    `no failover plan is stored for group ${groupId}; it is computed at start and every hour`,
    { groupId },
  );
}
