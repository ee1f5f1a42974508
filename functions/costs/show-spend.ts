import { CostScopeQuery } from "@skylane/core";
import { showSpend } from "@skylane/engine";
import { billStore, httpHandler, meterStore, ports } from "@skylane/runtime";

/** GET /v1/costs/spend?by=team&month=2026-11 */
export const handler = httpHandler(ports(billStore, meterStore), { query: CostScopeQuery }, (deps, { query }) =>
  showSpend(deps, query),
);
