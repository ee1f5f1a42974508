import { checkDrill, DrillOrder, ifActing } from "@skylane/engine";
import {
  activeDrills,
  drills,
  health,
  incidents,
  killSwitch,
  overrides,
  pathOverrides,
  plans,
  ports,
  regionLease,
  taskHandler,
} from "@skylane/runtime";
import { faultTests, steering } from "@skylane/runtime/steering";

/** First step of a drill: whether it may begin. */
export const handler = taskHandler(
  ports(
    activeDrills,
    drills,
    faultTests,
    health,
    incidents,
    killSwitch,
    overrides,
    pathOverrides,
    plans,
    regionLease,
    steering,
  ),
  DrillOrder,
  ifActing(checkDrill),
);
