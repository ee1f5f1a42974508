import { checkGuards, FailoverOrder, ifActing } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";

/** Step of the failover workflow: may this group be moved. */
export const handler = taskHandler(FailoverOrder, ifActing(checkGuards));
