import { acquireLease, ifActing, LeaseStep } from "@skylane/engine";
import { leases, ports, regionLease, taskHandler } from "@skylane/runtime";

/** Step of the failover and failback workflows: one writer a group. */
export const handler = taskHandler(ports(leases, regionLease), LeaseStep, ifActing(acquireLease));
