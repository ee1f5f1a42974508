import { ChangeStep, restoreChange } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of the failback workflow: one route, one place. */
export const handler = taskHandler(ChangeStep, restoreChange);
