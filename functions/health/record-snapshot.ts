import { recordSnapshot } from "@skylane/engine";
import { builtGroups, eventHandler, health, ports } from "@skylane/runtime";

/** On each snapshot. */
export const handler = eventHandler(ports(builtGroups, health), ["health.snapshot-taken.v1"], (deps, event) =>
  recordSnapshot(deps, event.data),
);
