import { CostMonthQuery } from "@skylane/core";
import { showTransfers } from "@skylane/engine";
import { billStore, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/costs/transfers?month=2026-11 */
export const handler = httpHandler(ports(billStore), { query: CostMonthQuery }, (deps, { query }) =>
  showTransfers(deps, query),
);
