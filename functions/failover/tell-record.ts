import { tellRecord } from "@skylane/engine";
import { builtGroups, eventHandler, eventLog, incidents, once, plans, ports } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { channels } from "@skylane/runtime/telling";

/** On the end of an incident. */
export const handler = eventHandler(
  ports(builtGroups, channels, estimates, eventLog, incidents, once, plans),
  ["failover.failed-back.v1", "failover.rolled-back.v1"],
  (deps, event) => tellRecord(deps, event.data.incidentId),
);
