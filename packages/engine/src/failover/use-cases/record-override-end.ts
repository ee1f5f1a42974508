import type { Incident, OverrideEnded } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { isActive, withStatus } from "../incident-steps.ts";
import { leaseKey } from "./acquire-lease.ts";
import { loadIncident } from "./load-incident.ts";

/** Writes into the incident what the watchdog did, once somebody is there again to write it: an incident left open would hold up every further move of its group. Safe to repeat. */
export async function recordOverrideEnd(
  deps: Pick<Deps, "clock" | "incidents" | "leases" | "log">,
  ended: OverrideEnded,
): Promise<{ readonly status: Incident["status"] }> {
  const before = await loadIncident(deps, ended.incidentId);
  if (!isActive(before)) return { status: before.status };
  const status = ended.outcome === "restored" ? "rolled-back" : "needs-human";
  const reason = `the watchdog ended the override (${ended.why}): ${ended.reason}`;
  const after = withStatus({ ...before, reason }, status, deps.clock.nowMs(), reason);
  await deps.incidents.save(after);
  await deps.leases.release(leaseKey(after.groupId), after.id);
  deps.log.warn("override end recorded", { incidentId: after.id, groupId: after.groupId, status });
  return { status };
}
