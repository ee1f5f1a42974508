import {
  alarms,
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
  slackInteractionHandler,
  topologies,
  workflows,
} from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { secrets } from "@skylane/runtime/secrets";

/** POST /v1/slack/interactions */
export const handler = slackInteractionHandler(
  ports(
    alarms,
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
    workflows,
  ),
);
