import { acquireLease, LeaseStep } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of the failover and failback workflows: one writer a group. */
export const handler = taskHandler(LeaseStep, acquireLease);
