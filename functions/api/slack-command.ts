import { slackCommandHandler } from "@skylane/runtime";

/** POST /v1/slack/commands */
export const handler = slackCommandHandler;
