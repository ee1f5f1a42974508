import {
  alarms,
  answerOrderHandler,
  approvals,
  builtGroups,
  chatOrders,
  health,
  incidents,
  intents,
  killSwitch,
  made,
  once,
  pathOverrides,
  performance,
  plans,
  ports,
  publisher,
  regionLease,
  topologies,
  watches,
  workflows,
} from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { names } from "@skylane/runtime/naming";
import { reader } from "@skylane/runtime/reading";
import { rights } from "@skylane/runtime/rights";
import { secrets } from "@skylane/runtime/secrets";

/** On each order from Slack that was acknowledged. */
export const handler = answerOrderHandler(
  ports(
    alarms,
    approvals,
    builtGroups,
    chatOrders,
    estimates,
    health,
    incidents,
    intents,
    killSwitch,
    made,
    names,
    once,
    pathOverrides,
    performance,
    plans,
    publisher,
    reader,
    regionLease,
    rights,
    secrets,
    topologies,
    watches,
    workflows,
  ),
);
