import { renewOverrides, whereActing } from "@skylane/engine";
import { incidents, overrides, ports, regionLease, taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Every five minutes: overrides of moves that stand. */
export const handler = taskHandler(
  ports(incidents, overrides, regionLease),
  z.looseObject({}),
  whereActing((deps) => renewOverrides(deps)),
);
