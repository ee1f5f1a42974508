import { showSettings } from "@skylane/engine";
import { builtGroups, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/settings */
export const handler = httpHandler(ports(builtGroups), {}, async ({ config }) => showSettings(config));
