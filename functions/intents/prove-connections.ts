import { ifActing, ProvisionOrder, proveConnections } from "@skylane/engine";
import { builtGroups, intents, made, ports, publisher, regionLease, taskHandler, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { proofRequests, provers } from "@skylane/runtime/naming";
import { rights } from "@skylane/runtime/rights";
import { surveyor } from "@skylane/runtime/surveying";

/** Proves new connections by traffic, and by a fresh look at the clouds. */
export const handler = taskHandler(
  ports(
    builtGroups,
    estimates,
    intents,
    made,
    proofRequests,
    provers,
    publisher,
    regionLease,
    rights,
    surveyor,
    topologies,
  ),
  ProvisionOrder,
  ifActing(proveConnections),
);
