import { CostAnomalyId } from "@skylane/core";
import { planWayBack } from "@skylane/engine";
import {
  alarms,
  builtGroups,
  costFindings,
  health,
  httpHandler,
  incidents,
  killSwitch,
  pathOverrides,
  plans,
  ports,
} from "@skylane/runtime";
import * as z from "zod";

/** GET /v1/costs/anomalies/{id}/plan */
export const handler = httpHandler(
  ports(alarms, builtGroups, costFindings, health, incidents, killSwitch, pathOverrides, plans),
  { path: z.looseObject({ id: CostAnomalyId }) },
  (deps, { path }) => planWayBack(deps, path.id),
);
