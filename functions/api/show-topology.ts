import { readTopology } from "@skylane/engine";
import { httpHandler, ports, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import * as z from "zod";

const Query = z.looseObject({ snapshot: z.iso.datetime("must be the key of a snapshot you were given").optional() });

/** GET /v1/topology */
export const handler = httpHandler(ports(estimates, topologies), { query: Query }, (deps, { query }) =>
  readTopology(deps, query.snapshot),
);
