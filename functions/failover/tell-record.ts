import { tellRecord } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On the end of an incident. */
export const handler = eventHandler(["failover.failed-back.v1", "failover.rolled-back.v1"], (deps, event) =>
  tellRecord(deps, event.data.incidentId),
);
