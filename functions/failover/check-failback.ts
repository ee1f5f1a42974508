import { checkFailback, FailbackOrder, ifActing } from "@skylane/engine";
import {
  alarms,
  builtGroups,
  health,
  incidents,
  killSwitch,
  pathOverrides,
  plans,
  ports,
  regionLease,
  taskHandler,
} from "@skylane/runtime";
import { traces } from "@skylane/runtime/tracing";

/** Step of the failback workflow: is it time. */
export const handler = taskHandler(
  ports(alarms, builtGroups, health, incidents, killSwitch, pathOverrides, plans, regionLease, traces),
  FailbackOrder,
  ifActing(checkFailback),
);
