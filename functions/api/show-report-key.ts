import { showReportKey } from "@skylane/engine";
import { httpHandler, ports } from "@skylane/runtime";
import { sealer } from "@skylane/runtime/telling";

/** GET /v1/drills/key */
export const handler = httpHandler(ports(sealer), {}, async (deps) => showReportKey(deps));
