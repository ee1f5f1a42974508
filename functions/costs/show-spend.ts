import { CostScopeQuery } from "@skylane/core";
import { showSpend } from "@skylane/engine";
import { billStore, builtGroups, httpHandler, meterStore, ports, topologies } from "@skylane/runtime";

/** GET /v1/costs/spend?by=team&month=2026-11 */
export const handler = httpHandler(
  ports(billStore, builtGroups, meterStore, topologies),
  { query: CostScopeQuery },
  (deps, { query }) => showSpend(deps, query),
);
