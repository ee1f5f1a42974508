import { DrillStep, ifActing, measureDrill } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of a drill: order the fault or the move, and measure. */
export const handler = taskHandler(DrillStep, ifActing(measureDrill));
