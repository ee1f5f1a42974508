import { considerFailback, considerFailbackOfMove, whereActing } from "@skylane/engine";
import { builtGroups, eventHandler, health, incidents, ports, regionLease, workflows } from "@skylane/runtime";
import { traces } from "@skylane/runtime/tracing";

/** On each change of a path's state, and on each proven move. */
export const handler = eventHandler(
  ports(builtGroups, health, incidents, regionLease, traces, workflows),
  ["health.path-state-changed.v1", "failover.completed.v1"],
  whereActing((deps, event) =>
    event.type === "failover.completed.v1"
      ? considerFailbackOfMove(deps, event.data)
      : considerFailback(deps, event.data),
  ),
);
