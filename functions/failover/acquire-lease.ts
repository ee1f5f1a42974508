import { acquireLease, ifActing, LeaseStep } from "@skylane/engine";
import { leases, ports, regionLease, taskHandler } from "@skylane/runtime";
import { traces } from "@skylane/runtime/tracing";

/** Step of the failover and failback workflows: one writer a group. */
export const handler = taskHandler(ports(leases, regionLease, traces), LeaseStep, ifActing(acquireLease));
