import { countTraffic, ifActing } from "@skylane/engine";
import { builtGroups, meterStore, ports, regionLease, taskHandler, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { meter } from "@skylane/runtime/metering";
import * as z from "zod";

/** First step of a look at the meter: what links carried, at list prices. */
export const handler = taskHandler(
  ports(builtGroups, estimates, meter, meterStore, regionLease, topologies),
  z.strictObject({ atMs: z.number() }),
  ifActing(countTraffic),
);
