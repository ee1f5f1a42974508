import { watchOverrides, whereActing } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Every minute, under a role of its own: the watchdog of the overrides. */
export const handler = taskHandler(
  z.looseObject({}),
  whereActing((deps) => watchOverrides(deps)),
);
