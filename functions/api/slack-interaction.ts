import {
  alarms,
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
  slackInteractionHandler,
  topologies,
  workflows,
} from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import { names } from "@skylane/runtime/naming";
import { rights } from "@skylane/runtime/rights";
import { secrets } from "@skylane/runtime/secrets";

/** POST /v1/slack/interactions */
export const handler = slackInteractionHandler(
  ports(
    alarms,
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
    workflows,
  ),
);
