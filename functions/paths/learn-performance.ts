import { learnPerformance, whereActing } from "@skylane/engine";
import { eventHandler, performance, ports, regionLease } from "@skylane/runtime";

/** On each snapshot. */
export const handler = eventHandler(
  ports(performance, regionLease),
  ["health.snapshot-taken.v1"],
  whereActing((deps, event) => learnPerformance(deps, event.data)),
);
