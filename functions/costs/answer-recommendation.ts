import { CostRecommendationOrder, CostRecommendationOrderPath } from "@skylane/core";
import { orderRecommendation } from "@skylane/engine";
import { costFindings, once, orderHandler, ports, publisher, regionLease } from "@skylane/runtime";
import { rights } from "@skylane/runtime/rights";
import * as z from "zod";

/** POST /v1/costs/recommendations/{id}:accept, :dismiss, :done */
export const handler = orderHandler(
  ports(costFindings, once, publisher, regionLease, rights),
  { action: "judge-cost", path: z.looseObject({ id: CostRecommendationOrderPath }), body: CostRecommendationOrder },
  (deps, { path: { id: order }, body, by }) => orderRecommendation(deps, order.id, order.verb, body, by),
);
