import { acquireLease, ifActing, LeaseStep } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of the failover and failback workflows: one writer a group. */
export const handler = taskHandler(LeaseStep, ifActing(acquireLease));
