import { reconsider, whereActing } from "@skylane/engine";
import {
  alarms,
  builtGroups,
  health,
  incidents,
  killSwitch,
  overrides,
  pathOverrides,
  plans,
  ports,
  publisher,
  regionLease,
  taskHandler,
  workflows,
} from "@skylane/runtime";
import { prober } from "@skylane/runtime/probing";
import { traces } from "@skylane/runtime/tracing";
import * as z from "zod";

/** Every minute: what only the other Region heard of, and moves that were refused for a reason that has passed. */
export const handler = taskHandler(
  ports(
    alarms,
    builtGroups,
    health,
    incidents,
    killSwitch,
    overrides,
    pathOverrides,
    plans,
    prober,
    publisher,
    regionLease,
    traces,
    workflows,
  ),
  z.looseObject({}),
  whereActing(reconsider),
);
