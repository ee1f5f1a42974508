import { learnPerformance, whereActing } from "@skylane/engine";
import { builtGroups, eventHandler, performance, ports, regionLease } from "@skylane/runtime";

/** On each snapshot. */
export const handler = eventHandler(
  ports(builtGroups, performance, regionLease),
  ["health.snapshot-taken.v1"],
  whereActing((deps, event) => learnPerformance(deps, event.data)),
);
