import { AskQuery } from "@skylane/core";
import { ask } from "@skylane/engine";
import { builtGroups, eventLog, httpHandler, incidents, ports } from "@skylane/runtime";
import { queryReader } from "@skylane/runtime/reading";
import { requests } from "@skylane/runtime/requesting";

/** GET /v1/query?q= */
export const handler = httpHandler(
  ports(builtGroups, eventLog, incidents, queryReader, requests),
  { query: AskQuery },
  (deps, { query }) => ask(deps, query.q),
);
