import {
  approvals,
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
  slackCommandHandler,
  topologies,
  watches,
  workflows,
} from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { names } from "@skylane/runtime/naming";
import { rights } from "@skylane/runtime/rights";
import { secrets } from "@skylane/runtime/secrets";

/** POST /v1/slack/commands */
export const handler = slackCommandHandler(
  ports(
    approvals,
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
    regionLease,
    rights,
    secrets,
    topologies,
    watches,
    workflows,
  ),
);
