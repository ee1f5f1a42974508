import { ExpectStep, proveTraffic } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of the failover and failback workflows: what traffic shows. */
export const handler = taskHandler(ExpectStep, proveTraffic);
