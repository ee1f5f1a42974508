import { IncidentId } from "@skylane/core";
import { ifActing, Outcome, recordOutcome } from "@skylane/engine";
import { incidents, leases, overrides, ports, publisher, regionLease, taskHandler } from "@skylane/runtime";
import { traces } from "@skylane/runtime/tracing";
import * as z from "zod";

const Input = z.strictObject({ incidentId: IncidentId, outcome: Outcome });

/** Last step of the failover and failback workflows: write it down, tell it, let go. */
export const handler = taskHandler(
  ports(incidents, leases, overrides, publisher, regionLease, traces),
  Input,
  ifActing((deps, { incidentId, outcome }) => recordOutcome(deps, incidentId, outcome)),
);
