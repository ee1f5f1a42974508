import {
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
  slackCommandHandler,
  watches,
  workflows,
} from "@skylane/runtime";
import { secrets } from "@skylane/runtime/secrets";

/** POST /v1/slack/commands */
export const handler = slackCommandHandler(
  ports(
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
    watches,
    workflows,
  ),
);
