import { chatOrders, once, ports, publisher, slackCommandHandler } from "@skylane/runtime";
import { secrets } from "@skylane/runtime/secrets";

/** POST /v1/slack/commands */
export const handler = slackCommandHandler(ports(chatOrders, once, publisher, secrets));
