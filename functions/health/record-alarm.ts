import { recordAlarm, whereActing } from "@skylane/engine";
import { alarms, eventHandler, ports, regionLease } from "@skylane/runtime";

/** On each alarm of a cloud, raised or cleared. */
export const handler = eventHandler(
  ports(alarms, regionLease),
  ["alarm.raised.v1"],
  whereActing((deps, event) => recordAlarm(deps, event.data)),
);
