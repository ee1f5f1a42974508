import { checkDrillEnd, DrillStep } from "@skylane/engine";
import {
  activeDrills,
  drills,
  health,
  incidents,
  killSwitch,
  overrides,
  plans,
  ports,
  taskHandler,
  workflows,
} from "@skylane/runtime";
import { prober } from "@skylane/runtime/probing";
import { faultTests, steering } from "@skylane/runtime/steering";

/** Step of a drill: whether everything reads as before. */
export const handler = taskHandler(
  ports(activeDrills, drills, faultTests, health, incidents, killSwitch, overrides, plans, prober, steering, workflows),
  DrillStep,
  checkDrillEnd,
);
