import { watchSlos, whereActing } from "@skylane/engine";
import { builtGroups, performance, ports, publisher, regionLease, sloLedgers, taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** The time the look is for. */
const Input = z.looseObject({ scheduledTime: z.iso.datetime({ offset: true }) });

/** Every five minutes. */
export const handler = taskHandler(
  ports(builtGroups, performance, publisher, regionLease, sloLedgers),
  Input,
  whereActing((deps, { scheduledTime }) => watchSlos(deps, Date.parse(scheduledTime))),
);
