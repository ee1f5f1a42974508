import { adviseCosts, ifActing } from "@skylane/engine";
import {
  billStore,
  builtGroups,
  capacities,
  costFindings,
  meterStore,
  plans,
  ports,
  publisher,
  regionLease,
  taskHandler,
  topologies,
} from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { usage } from "@skylane/runtime/using";
import * as z from "zod";

/** Third step of a look at the bills: ways to pay less. */
export const handler = taskHandler(
  ports(
    billStore,
    builtGroups,
    capacities,
    costFindings,
    estimates,
    meterStore,
    plans,
    publisher,
    regionLease,
    topologies,
    usage,
  ),
  z.strictObject({ atMs: z.number() }),
  ifActing(adviseCosts),
);
