import { IncidentId } from "@skylane/core";
import { showIncidentTrace } from "@skylane/engine";
import { httpHandler, incidents, ports, traces } from "@skylane/runtime";
import * as z from "zod";

/** GET /v1/incidents/{id}/trace */
export const handler = httpHandler(
  ports(incidents, traces),
  { path: z.looseObject({ id: IncidentId }) },
  (deps, { path }) => showIncidentTrace(deps, path.id),
);
