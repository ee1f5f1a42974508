import { RequestTraceId } from "@skylane/core";
import { showRequest } from "@skylane/engine";
import { httpHandler, ports } from "@skylane/runtime";
import { requests } from "@skylane/runtime/requesting";
import * as z from "zod";

/** GET /v1/requests/{traceId} */
export const handler = httpHandler(
  ports(requests),
  { path: z.looseObject({ traceId: RequestTraceId }) },
  (deps, { path }) => showRequest(deps, path.traceId),
);
