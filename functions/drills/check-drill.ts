import { checkDrill, DrillOrder, ifActing } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** First step of a drill: whether it may begin. */
export const handler = taskHandler(DrillOrder, ifActing(checkDrill));
