import { DrillStep, ifActing, measureDrill } from "@skylane/engine";
import {
  activeDrills,
  drills,
  incidents,
  killSwitch,
  plans,
  ports,
  regionLease,
  taskHandler,
  workflows,
} from "@skylane/runtime";
import { prober } from "@skylane/runtime/probing";
import { faultTests, steering } from "@skylane/runtime/steering";

/** Step of a drill: order the fault or the move, and measure. */
export const handler = taskHandler(
  ports(activeDrills, drills, faultTests, incidents, killSwitch, plans, prober, regionLease, steering, workflows),
  DrillStep,
  ifActing(measureDrill),
);
