import { advanceProvisioning, ifActing, ProvisionOrder } from "@skylane/engine";
import { intents, killSwitch, leases, made, ports, publisher, regionLease, taskHandler } from "@skylane/runtime";
import { provisioning, vault } from "@skylane/runtime/intending";

/** One turn of building connections: what is under way is looked at, what can be ordered is. */
export const handler = taskHandler(
  ports(intents, killSwitch, leases, made, provisioning, publisher, regionLease, vault),
  ProvisionOrder,
  ifActing(advanceProvisioning),
);
