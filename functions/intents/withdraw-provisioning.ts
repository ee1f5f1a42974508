import { ifActing, WithdrawOrder, withdrawProvisioning } from "@skylane/engine";
import { built, intents, leases, made, plans, ports, regionLease, taskHandler } from "@skylane/runtime";
import { provisioning, vault } from "@skylane/runtime/intending";

/** One turn of taking connections back, the last made first. */
export const handler = taskHandler(
  ports(built, intents, leases, made, plans, provisioning, regionLease, vault),
  WithdrawOrder,
  ifActing(withdrawProvisioning),
);
