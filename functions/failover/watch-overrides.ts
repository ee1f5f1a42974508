import { endOverdueDrills, watchOverrides, whereActing } from "@skylane/engine";
import { activeDrills, drills, health, overrides, ports, publisher, regionLease, taskHandler } from "@skylane/runtime";
import { faultTests, steering } from "@skylane/runtime/steering";
import { sealer } from "@skylane/runtime/telling";
import * as z from "zod";

/** Every minute, under a role of its own: the watchdog of the overrides, and of drills that are overdue. Neither waits for the other. */
export const handler = taskHandler(
  ports(activeDrills, drills, faultTests, health, overrides, publisher, regionLease, sealer, steering),
  z.looseObject({}),
  whereActing(async (deps) => {
    const [overrides, drills] = await Promise.all([watchOverrides(deps), endOverdueDrills(deps)]);
    return { overrides, drills };
  }),
);
