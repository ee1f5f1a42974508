import { ExpectStep, readBack } from "@skylane/engine";
import { incidents, plans, ports, taskHandler } from "@skylane/runtime";
import { steering } from "@skylane/runtime/steering";
import { traces } from "@skylane/runtime/tracing";

/** Step of the failover and failback workflows: what the control planes show. */
export const handler = taskHandler(ports(incidents, plans, steering, traces), ExpectStep, readBack);
