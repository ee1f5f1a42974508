import { CostAnomalyOrder, CostAnomalyOrderPath } from "@skylane/core";
import { orderAnomaly } from "@skylane/engine";
import { costFindings, once, orderHandler, ports, publisher, regionLease } from "@skylane/runtime";
import { rights } from "@skylane/runtime/rights";
import * as z from "zod";

/** POST /v1/costs/anomalies/{id}:snooze, :dismiss, :confirm */
export const handler = orderHandler(
  ports(costFindings, once, publisher, regionLease, rights),
  { action: "judge-cost", path: z.looseObject({ id: CostAnomalyOrderPath }), body: CostAnomalyOrder },
  (deps, { path: { id: order }, body, by }) => orderAnomaly(deps, order.id, order.verb, body, by),
);
