import { alertingEventTypes } from "@skylane/core";
import { raiseAlert } from "@skylane/engine";
import { eventHandler, outbox, ports } from "@skylane/runtime";
import { channels } from "@skylane/runtime/telling";

/** On each event a person is told of. */
export const handler = eventHandler(ports(channels, outbox), alertingEventTypes, (deps, event) =>
  raiseAlert(deps, event),
);
