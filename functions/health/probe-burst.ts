import { VantageId } from "@skylane/core";
import { probeInRegion } from "@skylane/engine";
import { ports, taskHandler } from "@skylane/runtime";
import { builtGroups, health, prober, publisher, regionLease } from "@skylane/runtime/probing";
import * as z from "zod";

/** Input of the vantage's schedule; `scheduledTime` is filled in by the scheduler. */
const Input = z.strictObject({ vantageId: VantageId, scheduledTime: z.iso.datetime({ offset: true }) });

/** Every minute, one vantage. */
export const handler = taskHandler(
  ports(builtGroups, health, prober, publisher, regionLease),
  Input,
  (deps, { vantageId, scheduledTime }) => probeInRegion(deps, { vantageId, slotMs: Date.parse(scheduledTime) }),
);
