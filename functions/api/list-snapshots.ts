import { httpHandler, ports, topologies } from "@skylane/runtime";
import * as z from "zod";

const Query = z.looseObject({ limit: z.coerce.number().int().min(1).max(500).default(50) });

/** GET /v1/topology/snapshots */
export const handler = httpHandler(ports(topologies), { query: Query }, async (deps, { query }) => ({
  snapshots: await deps.topologies.list(query.limit),
}));
