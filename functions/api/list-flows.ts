import { builtGroups, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/flows */
export const handler = httpHandler(ports(builtGroups), {}, async (deps) => ({ flows: deps.config.flows }));
