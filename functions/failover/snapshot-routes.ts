import { IncidentStep, ifActing, snapshotRoutes } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of the failover workflow: what was there before. */
export const handler = taskHandler(IncidentStep, ifActing(snapshotRoutes));
