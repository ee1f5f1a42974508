import { ApprovalId, ApprovalVerdict } from "@skylane/core";
import { decideApproval } from "@skylane/engine";
import {
  alarms,
  approvals,
  builtGroups,
  health,
  incidents,
  killSwitch,
  once,
  orderHandler,
  pathOverrides,
  plans,
  ports,
  publisher,
  regionLease,
  workflows,
} from "@skylane/runtime";
import { rights } from "@skylane/runtime/rights";
import { traces } from "@skylane/runtime/tracing";
import * as z from "zod";

/** POST /v1/approvals/{id}/approve */
export const handler = orderHandler(
  ports(
    alarms,
    approvals,
    builtGroups,
    health,
    incidents,
    killSwitch,
    once,
    pathOverrides,
    plans,
    publisher,
    regionLease,
    rights,
    traces,
    workflows,
  ),
  { action: "decide-approval", path: z.looseObject({ id: ApprovalId }), body: ApprovalVerdict, statusCode: 202 },
  (deps, { path, body, by }) => decideApproval(deps, path.id, "approve", body, { id: by }),
);
