import { applyChange, ChangeStep } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of the failover workflow: one route, one place. */
export const handler = taskHandler(ChangeStep, applyChange);
