import { joinLook, whereActing } from "@skylane/engine";
import { builtGroups, eventHandler, handedIn, ports, publisher, regionLease, topologies } from "@skylane/runtime";

/** On each look that a function within another cloud has handed in. */
export const handler = eventHandler(
  ports(builtGroups, handedIn, publisher, regionLease, topologies),
  ["topology.cloud-looked-at.v1"],
  whereActing((deps, event) => joinLook(deps, event.data)),
);
