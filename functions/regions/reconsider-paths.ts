import { reconsiderPaths, whereActing } from "@skylane/engine";
import {
  builtGroups,
  health,
  incidents,
  overrides,
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

/** Every minute: what only the other Region heard of. */
export const handler = taskHandler(
  ports(builtGroups, health, incidents, overrides, plans, prober, publisher, regionLease, traces, workflows),
  z.looseObject({}),
  whereActing((deps) => reconsiderPaths(deps)),
);
