import { IncidentId } from "@skylane/core";
import { showIncidentRecord } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";
import * as z from "zod";

/** GET /v1/incidents/{id}/record */
export const handler = httpHandler({ path: z.looseObject({ id: IncidentId }) }, ({ deps }, { path }) =>
  showIncidentRecord(deps, path.id),
);
