import { forecastCosts, ifActing } from "@skylane/engine";
import { billStore, budgetsTold, costFindings, ports, publisher, regionLease, taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Second step of a look at the bills: where the month will end, and which budgets are passed. */
export const handler = taskHandler(
  ports(billStore, budgetsTold, costFindings, publisher, regionLease),
  z.strictObject({ atMs: z.number() }),
  ifActing(forecastCosts),
);
