import { PathId, PathOverrideRequest } from "@skylane/core";
import { setPathOverride } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";
import * as z from "zod";

/** PUT /v1/paths/{id}/override */
export const handler = httpHandler(
  { path: z.looseObject({ id: PathId }), body: PathOverrideRequest },
  ({ deps }, { path, body }) => setPathOverride(deps, path.id, body),
);
