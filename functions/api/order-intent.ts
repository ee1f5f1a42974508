import { type Action, IntentOrderBody, IntentOrderPath, type IntentVerb } from "@skylane/core";
import { orderIntent } from "@skylane/engine";
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
import * as z from "zod";

/** Who has asked may take it back; to turn down what somebody else has asked for takes an approver. */
const ACTIONS: Readonly<Record<IntentVerb, Action>> = {
  approve: "decide-intent",
  reject: "decide-intent",
  cancel: "ask-intent",
  undo: "undo-intent",
};

/** POST /v1/intents/{id}:approve, :reject, :cancel, :undo */
export const handler = orderHandler(
  ports(estimates, intents, made, once, performance, publisher, regionLease, topologies, workflows),
  {
    action: ({ id }) => ACTIONS[id.verb],
    path: z.looseObject({ id: IntentOrderPath }),
    body: IntentOrderBody,
    statusCode: 202,
  },
  (deps, { path: { id: order }, body, by }) => orderIntent(deps, order.id, order.verb, { ...body, person: { id: by } }),
);
