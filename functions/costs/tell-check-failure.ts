import { CheckFailure, ifActing, tellCheckFailure } from "@skylane/engine";
import { ports, publisher, regionLease, taskHandler } from "@skylane/runtime";

/** At the end of a look at costs, if a step of it failed. */
export const handler = taskHandler(ports(publisher, regionLease), CheckFailure, ifActing(tellCheckFailure));
