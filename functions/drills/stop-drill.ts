import { DrillStep, ifActing, stopDrill } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of a drill: take back what it has put on. */
export const handler = taskHandler(DrillStep, ifActing(stopDrill));
