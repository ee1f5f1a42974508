import { resumeRuns, whereActing } from "@skylane/engine";
import { eventHandler, intents, ports, regionLease, workflows } from "@skylane/runtime";

/** When this Region begins to act: connections that were being built or taken back. */
export const handler = eventHandler(
  ports(intents, regionLease, workflows),
  ["regions.region-taken.v1"],
  whereActing((deps, event) => resumeRuns(deps, event.data)),
);
