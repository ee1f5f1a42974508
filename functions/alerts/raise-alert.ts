import { alertingEventTypes } from "@skylane/core";
import { raiseAlert } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On each event a person is told of. */
export const handler = eventHandler(alertingEventTypes, (deps, event) => raiseAlert(deps, event));
