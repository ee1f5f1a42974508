import { IntentRequest } from "@skylane/core";
import { submitIntents } from "@skylane/engine";
import {
  builtGroups,
  intents,
  made,
  once,
  orderHandler,
  performance,
  ports,
  publisher,
  regionLease,
  topologies,
  workflows,
} from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { names } from "@skylane/runtime/naming";
import { reader } from "@skylane/runtime/reading";
import { rights } from "@skylane/runtime/rights";

/** POST /v1/intents */
export const handler = orderHandler(
  ports(
    builtGroups,
    estimates,
    intents,
    made,
    names,
    once,
    performance,
    publisher,
    reader,
    regionLease,
    rights,
    topologies,
    workflows,
  ),
  { action: "ask-intent", body: IntentRequest, statusCode: 202 },
  (deps, { body, by }) => submitIntents(deps, [body], { id: by }),
);
