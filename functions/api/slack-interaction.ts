import { slackInteractionHandler } from "@skylane/runtime";

/** POST /v1/slack/interactions */
export const handler = slackInteractionHandler;
