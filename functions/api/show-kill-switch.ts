import { showKillSwitch } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** GET /v1/kill-switch */
export const handler = httpHandler({}, ({ deps }) => showKillSwitch(deps));
