import { watchCapacity, whereActing } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** After each look at the estate. */
export const handler = eventHandler(
  ["topology.snapshot-completed.v1"],
  whereActing((deps, event) => watchCapacity(deps, event.data)),
);
