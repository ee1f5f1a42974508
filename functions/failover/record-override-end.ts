import { recordOverrideEnd } from "@skylane/engine";
import { eventHandler, incidents, leases, ports } from "@skylane/runtime";

/** On each override that the watchdog has ended, or could not end. */
export const handler = eventHandler(ports(incidents, leases), ["failover.override-ended.v1"], (deps, event) =>
  recordOverrideEnd(deps, event.data),
);
