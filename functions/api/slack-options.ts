import { once, ports, publisher, slackOptionsHandler, topologies } from "@skylane/runtime";
import { rights } from "@skylane/runtime/rights";
import { secrets } from "@skylane/runtime/secrets";

/** POST /v1/slack/options */
export const handler = slackOptionsHandler(ports(once, publisher, rights, secrets, topologies));
