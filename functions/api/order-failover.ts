import { FailoverRequest } from "@skylane/core";
import { orderFailover } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** POST /v1/failovers */
export const handler = httpHandler(
  { action: "order-failover", body: FailoverRequest, statusCode: 202 },
  ({ deps }, { body, by }) => orderFailover(deps, body.groupId, by),
);
