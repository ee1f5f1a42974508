import { httpHandler, plans, ports } from "@skylane/runtime";

/** GET /v1/plans */
export const handler = httpHandler(ports(plans), {}, async (deps) => ({ plans: await deps.plans.list() }));
