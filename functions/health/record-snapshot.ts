import { recordSnapshot } from "@skylane/engine";
import { eventHandler, health, ports } from "@skylane/runtime";

/** On each snapshot. */
export const handler = eventHandler(ports(health), ["health.snapshot-taken.v1"], (deps, event) =>
  recordSnapshot(deps, event.data),
);
