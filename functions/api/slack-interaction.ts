import {
  alarms,
  approvals,
  health,
  incidents,
  killSwitch,
  once,
  pathOverrides,
  plans,
  ports,
  publisher,
  regionLease,
  slackInteractionHandler,
  workflows,
} from "@skylane/runtime";
import { secrets } from "@skylane/runtime/secrets";

/** POST /v1/slack/interactions */
export const handler = slackInteractionHandler(
  ports(
    alarms,
    approvals,
    health,
    incidents,
    killSwitch,
    once,
    pathOverrides,
    plans,
    publisher,
    regionLease,
    secrets,
    workflows,
  ),
);
