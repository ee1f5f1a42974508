import { eventTypes } from "@skylane/core";
import { recordEvent } from "@skylane/engine";
import { eventHandler, eventLog, ports } from "@skylane/runtime";

/** On every event of Skylane. */
export const handler = eventHandler(ports(eventLog), eventTypes, (deps, event) => recordEvent(deps, event));
