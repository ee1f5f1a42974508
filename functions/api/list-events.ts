import { EventQuery } from "@skylane/core";
import { eventLog, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/events */
export const handler = httpHandler(ports(eventLog), { query: EventQuery }, async (deps, { query }) => ({
  events: await deps.eventLog.list(query.after, query.limit),
}));
