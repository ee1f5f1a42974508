import { DrainRequest, PathId } from "@skylane/core";
import { drainPath } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";
import * as z from "zod";

/** POST /v1/paths/{id}/drain */
export const handler = httpHandler(
  { path: z.looseObject({ id: PathId }), body: DrainRequest, statusCode: 202 },
  ({ deps }, { path, body }) => drainPath(deps, path.id, body),
);
