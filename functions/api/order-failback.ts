import { IncidentId } from "@skylane/core";
import { orderFailback } from "@skylane/engine";
import {
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
import * as z from "zod";

/** POST /v1/incidents/{id}/fail-back */
export const handler = orderHandler(
  ports(health, incidents, once, plans, publisher, regionLease, rights, traces, workflows),
  { action: "order-failback", path: z.looseObject({ id: IncidentId }), statusCode: 202 },
  (deps, { path, by }) => orderFailback(deps, path.id, by),
);
