import { IntentOrderBody, IntentOrderPath, intentActions } from "@skylane/core";
import { orderIntent } from "@skylane/engine";
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
import { rights } from "@skylane/runtime/rights";
import * as z from "zod";

/** POST /v1/intents/{id}:approve, :reject, :cancel, :undo */
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
    regionLease,
    rights,
    topologies,
    workflows,
  ),
  {
    action: ({ id }) => intentActions[id.verb],
    path: z.looseObject({ id: IntentOrderPath }),
    body: IntentOrderBody,
    statusCode: 202,
  },
  (deps, { path: { id: order }, body, by }) => orderIntent(deps, order.id, order.verb, { ...body, person: { id: by } }),
);
