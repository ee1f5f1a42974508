import { DrillId } from "@skylane/core";
import { startDrill, whereActing } from "@skylane/engine";
import { ports, regionLease, taskHandler, workflows } from "@skylane/runtime";
import * as z from "zod";

const Input = z.strictObject({ drillId: DrillId, scheduledTime: z.iso.datetime() });

/** On the schedule of a drill; tried again for the same moment it is the same drill. */
export const handler = taskHandler(
  ports(regionLease, workflows),
  Input,
  whereActing((deps, { drillId, scheduledTime }) =>
    startDrill(deps, { drillId, by: "schedule", orderedAtMs: Date.parse(scheduledTime) }),
  ),
);
