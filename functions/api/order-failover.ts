import { FailoverRequest } from "@skylane/core";
import { orderFailover } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** POST /v1/failovers */
export const handler = httpHandler({ body: FailoverRequest, statusCode: 202 }, ({ deps }, { body }) =>
  orderFailover(deps, body.groupId),
);
