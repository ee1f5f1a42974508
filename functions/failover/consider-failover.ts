import { considerAlarm, considerFailover, whereActing } from "@skylane/engine";
import {
  builtGroups,
  eventHandler,
  health,
  incidents,
  plans,
  ports,
  publisher,
  regionLease,
  workflows,
} from "@skylane/runtime";
import { prober } from "@skylane/runtime/probing";
import { traces } from "@skylane/runtime/tracing";

/** On each change of a path's state, and on each alarm of a cloud. */
export const handler = eventHandler(
  ports(builtGroups, health, incidents, plans, prober, publisher, regionLease, traces, workflows),
  ["health.path-state-changed.v1", "alarm.raised.v1"],
  whereActing(async (deps, event) =>
    event.type === "alarm.raised.v1" ? considerAlarm(deps, event.data) : considerFailover(deps, event.data),
  ),
);
