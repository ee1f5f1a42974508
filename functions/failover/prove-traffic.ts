import { ExpectStep, proveTraffic } from "@skylane/engine";
import { incidents, plans, ports, prober, taskHandler } from "@skylane/runtime";
import { steering } from "@skylane/runtime/steering";

/** Step of the failover and failback workflows: what traffic shows. */
export const handler = taskHandler(ports(incidents, plans, prober, steering), ExpectStep, proveTraffic);
