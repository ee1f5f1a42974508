import { storePlan } from "@skylane/engine";
import { builtGroups, eventHandler, incidents, plans, ports } from "@skylane/runtime";
import { steering } from "@skylane/runtime/steering";

/** On each new choice of paths. */
export const handler = eventHandler(
  ports(builtGroups, incidents, plans, steering),
  ["paths.plan-updated.v1"],
  (deps, event) => storePlan(deps, event.data),
);
