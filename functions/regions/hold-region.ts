import { holdRegion, type RegionMemory } from "@skylane/engine";
import { ports, publisher, regionLease, taskHandler } from "@skylane/runtime";
import * as z from "zod";

const Input = z.strictObject({ scheduledTime: z.iso.datetime({ offset: true }) });
const memory: RegionMemory = {};

/** Every minute, in both Regions. */
export const handler = taskHandler(ports(publisher, regionLease), Input, (deps, { scheduledTime }) =>
  holdRegion(deps, { slotMs: Date.parse(scheduledTime), memory }),
);
