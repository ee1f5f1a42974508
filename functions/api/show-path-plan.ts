import { readPathPlan } from "@skylane/engine";
import { httpHandler, pathPlans, ports } from "@skylane/runtime";

/** GET /v1/path-plan */
export const handler = httpHandler(ports(pathPlans), {}, (deps) => readPathPlan(deps));
