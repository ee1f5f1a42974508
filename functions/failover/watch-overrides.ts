import { endOverdueDrills, watchOverrides, whereActing } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Every minute, under a role of its own: the watchdog of the overrides, and of drills that are overdue. Neither waits for the other. */
export const handler = taskHandler(
  z.looseObject({}),
  whereActing(async (deps) => {
    const [overrides, drills] = await Promise.all([watchOverrides(deps), endOverdueDrills(deps)]);
    return { overrides, drills };
  }),
);
