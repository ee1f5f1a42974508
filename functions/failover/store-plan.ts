import { storePlan } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On each new choice of paths. */
export const handler = eventHandler(["paths.plan-updated.v1"], (deps, event) => storePlan(deps, event.data));
