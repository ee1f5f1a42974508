import { DrillRunId } from "@skylane/core";
import { showDrillReport } from "@skylane/engine";
import { drills, httpHandler, ports } from "@skylane/runtime";
import * as z from "zod";

/** GET /v1/drills/runs/{id} */
export const handler = httpHandler(ports(drills), { path: z.looseObject({ id: DrillRunId }) }, (deps, { path }) =>
  showDrillReport(deps, path.id),
);
