import { httpHandler } from "@skylane/runtime";

/** GET /v1/plans */
export const handler = httpHandler({}, async ({ deps }) => ({ plans: await deps.plans.list() }));
