import { once, ports, publisher, slackOptionsHandler, topologies } from "@skylane/runtime";
import { secrets } from "@skylane/runtime/secrets";

/** POST /v1/slack/options */
export const handler = slackOptionsHandler(ports(once, publisher, secrets, topologies));
