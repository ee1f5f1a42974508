import { ifActing, reconcileCosts } from "@skylane/engine";
import { billStore, meterStore, ports, publisher, regionLease, taskHandler, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import * as z from "zod";

/** Last step of a look at the bills: whether the meter of the last month says what its bill does. */
export const handler = taskHandler(
  ports(billStore, estimates, meterStore, publisher, regionLease, topologies),
  z.strictObject({ atMs: z.number() }),
  ifActing(reconcileCosts),
);
