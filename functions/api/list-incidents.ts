import { httpHandler } from "@skylane/runtime";

/** GET /v1/incidents */
export const handler = httpHandler({}, async ({ deps }) => ({ incidents: await deps.incidents.list(200) }));
