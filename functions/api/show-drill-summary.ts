import { DrillSummaryQuery } from "@skylane/core";
import { showDrillSummary } from "@skylane/engine";
import { drills, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/drills/summary?month=2026-11 */
export const handler = httpHandler(ports(drills), { query: DrillSummaryQuery }, (deps, { query }) =>
  showDrillSummary(deps, query.month),
);
