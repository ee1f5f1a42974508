import { IntentBatch } from "@skylane/core";
import { readBatch, submitIntents } from "@skylane/engine";
import {
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

/** POST /v1/intents:bulk */
export const handler = orderHandler(
  ports(estimates, intents, made, once, performance, publisher, regionLease, topologies, workflows),
  { action: "ask-intent", body: IntentBatch, statusCode: 202 },
  async (deps, { body, by }) => submitIntents(deps, await readBatch(body), { id: by }),
);
