import { eventTypes } from "@skylane/core";
import { recordEvent } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On every event of Skylane. */
export const handler = eventHandler(eventTypes, (deps, event) => recordEvent(deps, event));
