import { TopologyQuery } from "@skylane/core";
import { readTopology } from "@skylane/engine";
import { builtGroups, httpHandler, ports, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";

/** GET /v1/topology */
export const handler = httpHandler(
  ports(builtGroups, estimates, topologies),
  { query: TopologyQuery },
  (deps, { query }) => readTopology(deps, query.snapshot),
);
