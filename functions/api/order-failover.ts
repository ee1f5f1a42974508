import { FailoverRequest } from "@skylane/core";
import { orderFailover } from "@skylane/engine";
import {
  builtGroups,
  health,
  incidents,
  once,
  orderHandler,
  plans,
  ports,
  publisher,
  regionLease,
  workflows,
} from "@skylane/runtime";
import { rights } from "@skylane/runtime/rights";
import { traces } from "@skylane/runtime/tracing";

/** POST /v1/failovers */
export const handler = orderHandler(
  ports(builtGroups, health, incidents, once, plans, publisher, regionLease, rights, traces, workflows),
  { action: "order-failover", body: FailoverRequest, statusCode: 202 },
  (deps, { body, by }) => orderFailover(deps, body.groupId, by),
);
