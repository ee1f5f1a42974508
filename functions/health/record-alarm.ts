import { recordAlarm } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On each alarm of a cloud, raised or cleared. */
export const handler = eventHandler(["alarm.raised.v1"], (deps, event) => recordAlarm(deps, event.data));
