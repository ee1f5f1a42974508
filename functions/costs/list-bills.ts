import { CostBillsQuery } from "@skylane/core";
import { listBills } from "@skylane/engine";
import { billStore, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/costs/bills?since=2026-09 */
export const handler = httpHandler(ports(billStore), { query: CostBillsQuery }, (deps, { query }) =>
  listBills(deps, query),
);
