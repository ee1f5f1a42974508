import { lookAfter, whereActing } from "@skylane/engine";
import {
  built,
  documents,
  eventHandler,
  intents,
  made,
  plans,
  ports,
  publisher,
  regionLease,
  topologies,
} from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";

/** When connections stand, or were taken away: their groups, plans, record and documents follow. */
export const handler = eventHandler(
  ports(built, documents, estimates, intents, made, plans, publisher, regionLease, topologies),
  ["intent.fulfilled.v1", "intent.rolled-back.v1", "intent.undone.v1"],
  whereActing((deps, event) => lookAfter(deps, event.data.runId)),
);
