import { watchCapacity, whereActing } from "@skylane/engine";
import { capacities, eventHandler, ports, publisher, regionLease, topologies } from "@skylane/runtime";

/** After each look at the estate. */
export const handler = eventHandler(
  ports(capacities, publisher, regionLease, topologies),
  ["topology.snapshot-completed.v1"],
  whereActing((deps, event) => watchCapacity(deps, event.data)),
);
