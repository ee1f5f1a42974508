import { DrillId, DrillRunRequest } from "@skylane/core";
import { ifActing, signedBy, startDrill } from "@skylane/engine";
import { once, orderHandler, ports, publisher, regionLease, workflows } from "@skylane/runtime";
import { rights } from "@skylane/runtime/rights";
import * as z from "zod";

/** POST /v1/drills/{id}/run */
export const handler = orderHandler(
  ports(once, publisher, regionLease, rights, workflows),
  { action: "run-drill", path: z.looseObject({ id: DrillId }), body: DrillRunRequest, statusCode: 202 },
  (deps, { path, body, by }) =>
    ifActing(startDrill)(deps, {
      drillId: path.id,
      by: signedBy({ id: by }, body.by),
      orderedAtMs: deps.clock.nowMs(),
    }),
);
