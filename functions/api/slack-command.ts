import {
  approvals,
  builtGroups,
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
import { secrets } from "@skylane/runtime/secrets";

/** POST /v1/slack/commands */
export const handler = slackCommandHandler(
  ports(
    approvals,
    builtGroups,
    estimates,
    health,
    incidents,
    intents,
    killSwitch,
    made,
    once,
    pathOverrides,
    performance,
    plans,
    publisher,
    regionLease,
    secrets,
    topologies,
    watches,
    workflows,
  ),
);
