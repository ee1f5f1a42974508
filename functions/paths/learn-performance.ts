import { learnPerformance, whereActing } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On each snapshot. */
export const handler = eventHandler(
  ["health.snapshot-taken.v1"],
  whereActing((deps, event) => learnPerformance(deps, event.data)),
);
