import { forecastCosts, ifActing } from "@skylane/engine";
import {
  billStore,
  budgetsTold,
  builtGroups,
  costFindings,
  meterStore,
  ports,
  publisher,
  regionLease,
  taskHandler,
  topologies,
} from "@skylane/runtime";
import * as z from "zod";

/** Second step of a look at the bills: where the month will end, and which budgets are passed. */
export const handler = taskHandler(
  ports(billStore, budgetsTold, builtGroups, costFindings, meterStore, publisher, regionLease, topologies),
  z.strictObject({ atMs: z.number() }),
  ifActing(forecastCosts),
);
