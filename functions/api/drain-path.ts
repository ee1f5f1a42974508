import { DrainRequest, PathId } from "@skylane/core";
import { drainPath, signedBy } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";
import * as z from "zod";

/** POST /v1/paths/{id}/drain */
export const handler = httpHandler(
  { action: "drain-path", path: z.looseObject({ id: PathId }), body: DrainRequest, statusCode: 202 },
  ({ deps }, { path, body, by }) => drainPath(deps, path.id, { ...body, by: signedBy({ id: by }, body.by) }, by),
);
