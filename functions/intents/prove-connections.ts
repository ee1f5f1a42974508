import { ifActing, ProvisionOrder, proveConnections } from "@skylane/engine";
import { builtGroups, intents, made, ports, publisher, regionLease, taskHandler, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { names } from "@skylane/runtime/naming";
import { prober } from "@skylane/runtime/probing";
import { surveyor } from "@skylane/runtime/surveying";

/** Proves new connections by traffic, and by a fresh look at the clouds. */
export const handler = taskHandler(
  ports(builtGroups, estimates, intents, made, names, prober, publisher, regionLease, surveyor, topologies),
  ProvisionOrder,
  ifActing(proveConnections),
);
