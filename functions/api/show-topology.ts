import { TopologyQuery } from "@skylane/core";
import { readTopology } from "@skylane/engine";
import { httpHandler, ports, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";

/** GET /v1/topology */
export const handler = httpHandler(ports(estimates, topologies), { query: TopologyQuery }, (deps, { query }) =>
  readTopology(deps, query.snapshot),
);
