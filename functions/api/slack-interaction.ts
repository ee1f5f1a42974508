import { chatOrders, once, ports, publisher, slackInteractionHandler } from "@skylane/runtime";
import { secrets } from "@skylane/runtime/secrets";

/** POST /v1/slack/interactions */
export const handler = slackInteractionHandler(ports(chatOrders, once, publisher, secrets));
