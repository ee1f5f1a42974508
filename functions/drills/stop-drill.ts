import { DrillStep, ifActing, stopDrill } from "@skylane/engine";
import {
  activeDrills,
  drills,
  health,
  incidents,
  killSwitch,
  overrides,
  plans,
  ports,
  regionLease,
  taskHandler,
  workflows,
} from "@skylane/runtime";
import { prober } from "@skylane/runtime/probing";
import { faultTests, steering } from "@skylane/runtime/steering";

/** Step of a drill: take back what it has put on. */
export const handler = taskHandler(
  ports(
    activeDrills,
    drills,
    faultTests,
    health,
    incidents,
    killSwitch,
    overrides,
    plans,
    prober,
    regionLease,
    steering,
    workflows,
  ),
  DrillStep,
  ifActing(stopDrill),
);
