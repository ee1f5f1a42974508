import { ExpectStep, readBack } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of the failover and failback workflows: what the control planes show. */
export const handler = taskHandler(ExpectStep, readBack);
