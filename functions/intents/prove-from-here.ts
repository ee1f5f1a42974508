import { ProofOrder } from "@skylane/core";
import { proveFromHere } from "@skylane/engine";
import { intents, made, ports, taskHandler, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { names } from "@skylane/runtime/naming";
import { prober } from "@skylane/runtime/probing";

/** Measures new connections from inside the network it is deployed into; called by `prove-connections` alone. */
export const handler = taskHandler(
  ports(estimates, intents, made, names, prober, topologies),
  ProofOrder,
  proveFromHere,
);
