import { httpHandler } from "@skylane/runtime";

/** GET /v1/flows */
export const handler = httpHandler({}, async ({ deps }) => ({ flows: deps.config.flows }));
