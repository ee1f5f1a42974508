import { ifActing, takeBills } from "@skylane/engine";
import { billStore, ports, publisher, regionLease, taskHandler } from "@skylane/runtime";
import { billReader, billRules } from "@skylane/runtime/billing";
import * as z from "zod";

/** First step of a look at the bills: take what clouds have laid down. */
export const handler = taskHandler(
  ports(billReader, billRules, billStore, publisher, regionLease),
  z.strictObject({ atMs: z.number() }),
  ifActing(takeBills),
);
