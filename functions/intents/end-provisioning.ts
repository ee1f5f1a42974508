import { EndOrder, endProvisioning, ifActing } from "@skylane/engine";
import { builtGroups, intents, ports, publisher, regionLease, taskHandler, topologies } from "@skylane/runtime";
import { surveyor } from "@skylane/runtime/surveying";

/** Last step of the workflow `provision`: how it ended is written down and told. */
export const handler = taskHandler(
  ports(builtGroups, intents, publisher, regionLease, surveyor, topologies),
  EndOrder,
  ifActing(endProvisioning),
);
