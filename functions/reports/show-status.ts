import { readStatus } from "@skylane/engine";
import { builtGroups, health, httpHandler, incidents, performance, plans, ports } from "@skylane/runtime";
import { statusPage } from "@skylane/runtime/pages";

/** GET /v1/status */
export const handler = httpHandler(
  ports(builtGroups, health, incidents, performance, plans),
  { page: statusPage },
  (deps) => readStatus(deps),
);
