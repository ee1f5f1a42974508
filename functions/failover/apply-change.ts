import { applyChange, ChangeStep } from "@skylane/engine";
import { killSwitch, leases, overrides, ports, regionLease, taskHandler } from "@skylane/runtime";
import { steering } from "@skylane/runtime/steering";
import { traces } from "@skylane/runtime/tracing";

/** Step of the failover workflow: one route, one place. */
export const handler = taskHandler(
  ports(killSwitch, leases, overrides, regionLease, steering, traces),
  ChangeStep,
  applyChange,
);
