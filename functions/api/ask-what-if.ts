import { WhatIfRequest } from "@skylane/core";
import { askWhatIf } from "@skylane/engine";
import { builtGroups, once, orderHandler, ports, publisher, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { rights } from "@skylane/runtime/rights";

/** POST /v1/what-if: it only looks, but is asked with a body. */
export const handler = orderHandler(
  ports(builtGroups, estimates, once, publisher, rights, topologies),
  { action: "look", body: WhatIfRequest },
  (deps, { body }) => askWhatIf(deps, body.kill),
);
