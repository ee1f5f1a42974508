import { SnapshotQuery } from "@skylane/core";
import { httpHandler, ports, topologies } from "@skylane/runtime";

/** GET /v1/topology/snapshots */
export const handler = httpHandler(ports(topologies), { query: SnapshotQuery }, async (deps, { query }) => ({
  snapshots: await deps.topologies.list(query.limit),
}));
