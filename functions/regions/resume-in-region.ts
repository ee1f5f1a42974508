import { resumeInRegion, whereActing } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** When this Region begins to act. */
export const handler = eventHandler(
  ["regions.region-taken.v1"],
  whereActing((deps, event) => resumeInRegion(deps, event.data)),
);
