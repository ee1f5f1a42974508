import { httpHandler, incidents, ports } from "@skylane/runtime";

/** GET /v1/incidents */
export const handler = httpHandler(ports(incidents), {}, async (deps) => ({
  incidents: await deps.incidents.list(200),
}));
