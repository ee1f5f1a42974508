import { ifActing, rollBack, UndoStep } from "@skylane/engine";
import { incidents, leases, plans, ports, regionLease, taskHandler } from "@skylane/runtime";
import { steering } from "@skylane/runtime/steering";
import { traces } from "@skylane/runtime/tracing";

/** Step of the failover workflow: put everything back. */
export const handler = taskHandler(
  ports(incidents, leases, plans, regionLease, steering, traces),
  UndoStep,
  ifActing(rollBack),
);
