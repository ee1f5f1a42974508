import { IncidentStep, ifActing, snapshotRoutes } from "@skylane/engine";
import { incidents, overrides, plans, ports, regionLease, taskHandler } from "@skylane/runtime";
import { steering } from "@skylane/runtime/steering";
import { traces } from "@skylane/runtime/tracing";

/** Step of the failover workflow: what was there before. */
export const handler = taskHandler(
  ports(incidents, overrides, plans, regionLease, steering, traces),
  IncidentStep,
  ifActing(snapshotRoutes),
);
