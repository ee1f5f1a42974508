import { readPathPlan } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** GET /v1/path-plan */
export const handler = httpHandler({}, ({ deps }) => readPathPlan(deps));
