import { CostCheckKind, startCostCheck, whereActing } from "@skylane/engine";
import { ports, regionLease, taskHandler, workflows } from "@skylane/runtime";
import * as z from "zod";

const Input = z.strictObject({ kind: CostCheckKind, scheduledTime: z.iso.datetime() });

/** Every half hour by what links carry, every day by the bills; tried again for the same moment it is the same look. */
export const handler = taskHandler(
  ports(regionLease, workflows),
  Input,
  whereActing((deps, { kind, scheduledTime }) => startCostCheck(deps, { kind, atMs: Date.parse(scheduledTime) })),
);
