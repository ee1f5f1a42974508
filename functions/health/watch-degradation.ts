import { watchDegradation, whereActing } from "@skylane/engine";
import {
  builtGroups,
  eventHandler,
  health,
  incidents,
  pathOverrides,
  plans,
  ports,
  publisher,
  regionLease,
  watches,
} from "@skylane/runtime";

/** On each snapshot. */
export const handler = eventHandler(
  ports(builtGroups, health, incidents, pathOverrides, plans, publisher, regionLease, watches),
  ["health.snapshot-taken.v1"],
  whereActing((deps, event) => watchDegradation(deps, event.data)),
);
