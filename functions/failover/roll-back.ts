import { ifActing, rollBack, UndoStep } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of the failover workflow: put everything back. */
export const handler = taskHandler(UndoStep, ifActing(rollBack));
