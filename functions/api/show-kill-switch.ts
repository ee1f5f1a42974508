import { showKillSwitch } from "@skylane/engine";
import { httpHandler, killSwitch, ports } from "@skylane/runtime";

/** GET /v1/kill-switch */
export const handler = httpHandler(ports(killSwitch), {}, (deps) => showKillSwitch(deps));
