import { holdRegion, type RegionMemory } from "@skylane/engine";
import { ports, taskHandler } from "@skylane/runtime";
import { publisher, regionBeats, regionLease } from "@skylane/runtime/probing";
import * as z from "zod";

const Input = z.strictObject({ scheduledTime: z.iso.datetime({ offset: true }) });
const memory: RegionMemory = {};

/** Every minute, in both Regions. */
export const handler = taskHandler(ports(publisher, regionBeats, regionLease), Input, (deps, { scheduledTime }) =>
  holdRegion(deps, { slotMs: Date.parse(scheduledTime), memory }),
);
