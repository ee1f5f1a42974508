import { DrillEndStep, recordDrill } from "@skylane/engine";
import { activeDrills, drills, ports, publisher, taskHandler } from "@skylane/runtime";
import { sealer } from "@skylane/runtime/telling";

/** Last step of a drill: verdict, event, sealed report. */
export const handler = taskHandler(ports(activeDrills, drills, publisher, sealer), DrillEndStep, recordDrill);
