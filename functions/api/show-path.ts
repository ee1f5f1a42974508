import { PathDetailQuery, PathId } from "@skylane/core";
import { showPath } from "@skylane/engine";
import { builtGroups, eventLog, httpHandler, performance, plans, ports } from "@skylane/runtime";
import * as z from "zod";

/** GET /v1/paths/{id}?hours=N */
export const handler = httpHandler(
  ports(builtGroups, eventLog, performance, plans),
  { path: z.looseObject({ id: PathId }), query: PathDetailQuery },
  (deps, { path, query }) => showPath(deps, path.id, query.hours),
);
