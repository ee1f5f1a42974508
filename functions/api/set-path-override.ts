import { PathId, PathOverrideRequest } from "@skylane/core";
import { setPathOverride, signedBy } from "@skylane/engine";
import { builtGroups, once, orderHandler, pathOverrides, ports, publisher } from "@skylane/runtime";
import { rights } from "@skylane/runtime/rights";
import * as z from "zod";

/** PUT /v1/paths/{id}/override */
export const handler = orderHandler(
  ports(builtGroups, once, pathOverrides, publisher, rights),
  { action: "override-path", path: z.looseObject({ id: PathId }), body: PathOverrideRequest },
  (deps, { path, body, by }) => setPathOverride(deps, path.id, { ...body, by: signedBy({ id: by }, body.by) }),
);
