import { DrillEndStep, recordDrill } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Last step of a drill: verdict, event, sealed report. */
export const handler = taskHandler(DrillEndStep, recordDrill);
