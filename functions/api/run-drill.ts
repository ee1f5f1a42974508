import { DrillId, DrillRunRequest } from "@skylane/core";
import { startDrill } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";
import * as z from "zod";

/** POST /v1/drills/{id}/run */
export const handler = httpHandler(
  { path: z.looseObject({ id: DrillId }), body: DrillRunRequest, statusCode: 202 },
  ({ deps }, { path, body }) => startDrill(deps, { drillId: path.id, by: body.by, orderedAtMs: deps.clock.nowMs() }),
);
