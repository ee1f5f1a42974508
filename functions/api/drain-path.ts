import { DrainRequest, PathId } from "@skylane/core";
import { drainPath, signedBy } from "@skylane/engine";
import {
  builtGroups,
  health,
  incidents,
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
import * as z from "zod";

/** POST /v1/paths/{id}/drain */
export const handler = orderHandler(
  ports(builtGroups, health, incidents, once, pathOverrides, plans, publisher, regionLease, rights, workflows),
  { action: "drain-path", path: z.looseObject({ id: PathId }), body: DrainRequest, statusCode: 202 },
  (deps, { path, body, by }) => drainPath(deps, path.id, { ...body, by: signedBy({ id: by }, body.by) }, by),
);
