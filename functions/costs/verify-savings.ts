import { ifActing, verifySavings } from "@skylane/engine";
import { billStore, costFindings, ports, publisher, regionLease, taskHandler } from "@skylane/runtime";
import * as z from "zod";

/** Step of a look at the bills: whether savings that were carried out are there. */
export const handler = taskHandler(
  ports(billStore, costFindings, publisher, regionLease),
  z.strictObject({ atMs: z.number() }),
  ifActing(verifySavings),
);
