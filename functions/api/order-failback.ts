import { IncidentId } from "@skylane/core";
import { orderFailback } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";
import * as z from "zod";

/** POST /v1/incidents/{id}/fail-back */
export const handler = httpHandler(
  { action: "order-failback", path: z.looseObject({ id: IncidentId }), statusCode: 202 },
  ({ deps }, { path, by }) => orderFailback(deps, path.id, by),
);
