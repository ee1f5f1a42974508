import { CostMonthQuery } from "@skylane/core";
import { showReconciliation } from "@skylane/engine";
import { billStore, httpHandler, meterStore, ports, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";

/** GET /v1/costs/reconciliation?month=2026-11 */
export const handler = httpHandler(
  ports(billStore, estimates, meterStore, topologies),
  { query: CostMonthQuery },
  (deps, { query }) => showReconciliation(deps, query),
);
