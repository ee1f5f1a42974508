import { joinLook, whereActing } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On each look that a function within another cloud has handed in. */
export const handler = eventHandler(
  ["topology.cloud-looked-at.v1"],
  whereActing((deps, event) => joinLook(deps, event.data)),
);
