import { recordAlarm, whereActing } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On each alarm of a cloud, raised or cleared. */
export const handler = eventHandler(
  ["alarm.raised.v1"],
  whereActing((deps, event) => recordAlarm(deps, event.data)),
);
