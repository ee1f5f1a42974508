import { considerFailover, whereActing } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On each change of a path's state. */
export const handler = eventHandler(
  ["health.path-state-changed.v1"],
  whereActing((deps, event) => considerFailover(deps, event.data)),
);
