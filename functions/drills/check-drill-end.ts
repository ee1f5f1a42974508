import { checkDrillEnd, DrillStep } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of a drill: whether everything reads as before. */
export const handler = taskHandler(DrillStep, checkDrillEnd);
