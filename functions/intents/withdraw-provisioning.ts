import { ifActing, WithdrawOrder, withdrawProvisioning } from "@skylane/engine";
import { intents, leases, made, ports, regionLease, taskHandler } from "@skylane/runtime";
import { provisioning, vault } from "@skylane/runtime/intending";

/** One turn of taking connections back, the last made first. */
export const handler = taskHandler(
  ports(intents, leases, made, provisioning, regionLease, vault),
  WithdrawOrder,
  ifActing(withdrawProvisioning),
);
