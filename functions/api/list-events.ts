import { eventLog, httpHandler, ports } from "@skylane/runtime";
import * as z from "zod";

const Query = z.looseObject({
  after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d\|.+$/, "must be the key of an event you were given")
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** GET /v1/events */
export const handler = httpHandler(ports(eventLog), { query: Query }, async (deps, { query }) => ({
  events: await deps.eventLog.list(query.after, query.limit),
}));
