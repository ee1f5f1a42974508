import { checkFailback, FailbackOrder, ifActing } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of the failback workflow: is it time. */
export const handler = taskHandler(FailbackOrder, ifActing(checkFailback));
