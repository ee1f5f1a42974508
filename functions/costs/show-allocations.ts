import { CostScopeQuery } from "@skylane/core";
import { showAllocations } from "@skylane/engine";
import { billStore, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/costs/allocations?by=team&month=2026-11 */
export const handler = httpHandler(ports(billStore), { query: CostScopeQuery }, (deps, { query }) =>
  showAllocations(deps, query),
);
