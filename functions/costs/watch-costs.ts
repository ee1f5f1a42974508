import { ifActing, watchCosts } from "@skylane/engine";
import {
  budgetsTold,
  builtGroups,
  costFindings,
  eventLog,
  incidents,
  meterStore,
  ports,
  publisher,
  regionLease,
  taskHandler,
  topologies,
} from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import * as z from "zod";

/** Second step of a look at the meter: whether it is as it should be. */
export const handler = taskHandler(
  ports(
    budgetsTold,
    builtGroups,
    costFindings,
    estimates,
    eventLog,
    incidents,
    meterStore,
    publisher,
    regionLease,
    topologies,
  ),
  z.strictObject({ atMs: z.number() }),
  ifActing(watchCosts),
);
