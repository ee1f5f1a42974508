import { resumeInRegion, whereActing } from "@skylane/engine";
import {
  builtGroups,
  eventHandler,
  health,
  incidents,
  overrides,
  plans,
  ports,
  publisher,
  regionLease,
  workflows,
} from "@skylane/runtime";
import { prober } from "@skylane/runtime/probing";
import { traces } from "@skylane/runtime/tracing";

/** When this Region begins to act. */
export const handler = eventHandler(
  ports(builtGroups, health, incidents, overrides, plans, prober, publisher, regionLease, traces, workflows),
  ["regions.region-taken.v1"],
  whereActing((deps, event) => resumeInRegion(deps, event.data)),
);
