import { DrillId, DrillRunRequest } from "@skylane/core";
import { signedBy, startDrill } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";
import * as z from "zod";

/** POST /v1/drills/{id}/run */
export const handler = httpHandler(
  { action: "run-drill", path: z.looseObject({ id: DrillId }), body: DrillRunRequest, statusCode: 202 },
  ({ deps }, { path, body, by }) =>
    startDrill(deps, { drillId: path.id, by: signedBy({ id: by }, body.by), orderedAtMs: deps.clock.nowMs() }),
);
