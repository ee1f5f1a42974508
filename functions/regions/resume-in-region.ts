import { resumeInRegion, whereActing } from "@skylane/engine";
import {
  eventHandler,
  health,
  incidents,
  overrides,
  plans,
  ports,
  prober,
  publisher,
  regionLease,
  workflows,
} from "@skylane/runtime";

/** When this Region begins to act. */
export const handler = eventHandler(
  ports(health, incidents, overrides, plans, prober, publisher, regionLease, workflows),
  ["regions.region-taken.v1"],
  whereActing((deps, event) => resumeInRegion(deps, event.data)),
);
