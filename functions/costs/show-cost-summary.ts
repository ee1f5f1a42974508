import { CostMonthQuery } from "@skylane/core";
import { showCostSummary } from "@skylane/engine";
import { billStore, builtGroups, costFindings, httpHandler, meterStore, ports, topologies } from "@skylane/runtime";

/** GET /v1/costs/summary?month=2026-11 */
export const handler = httpHandler(
  ports(billStore, builtGroups, costFindings, meterStore, topologies),
  { query: CostMonthQuery },
  (deps, { query }) => showCostSummary(deps, query),
);
