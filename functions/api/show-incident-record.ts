import { IncidentId } from "@skylane/core";
import { showIncidentRecord } from "@skylane/engine";
import { builtGroups, eventLog, httpHandler, incidents, plans, ports } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import * as z from "zod";

/** GET /v1/incidents/{id}/record */
export const handler = httpHandler(
  ports(builtGroups, estimates, eventLog, incidents, plans),
  { path: z.looseObject({ id: IncidentId }) },
  (deps, { path }) => showIncidentRecord(deps, path.id),
);
