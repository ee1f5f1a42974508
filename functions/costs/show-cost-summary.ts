import { CostMonthQuery } from "@skylane/core";
import { showCostSummary } from "@skylane/engine";
import { billStore, costFindings, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/costs/summary?month=2026-11 */
export const handler = httpHandler(ports(billStore, costFindings), { query: CostMonthQuery }, (deps, { query }) =>
  showCostSummary(deps, query),
);
