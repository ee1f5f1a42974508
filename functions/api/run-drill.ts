import { DrillId, DrillRunRequest } from "@skylane/core";
import { ifActing, signedBy, startDrill } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";
import * as z from "zod";

/** POST /v1/drills/{id}/run */
export const handler = httpHandler(
  { action: "run-drill", path: z.looseObject({ id: DrillId }), body: DrillRunRequest, statusCode: 202 },
  ({ deps }, { path, body, by }) =>
    ifActing(startDrill)(deps, {
      drillId: path.id,
      by: signedBy({ id: by }, body.by),
      orderedAtMs: deps.clock.nowMs(),
    }),
);
