import { showDrillSummary } from "@skylane/engine";
import { drills, httpHandler, ports } from "@skylane/runtime";
import * as z from "zod";

const Query = z.looseObject({
  month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "must be a month such as 2026-11"),
});

/** GET /v1/drills/summary?month=2026-11 */
export const handler = httpHandler(ports(drills), { query: Query }, (deps, { query }) =>
  showDrillSummary(deps, query.month),
);
