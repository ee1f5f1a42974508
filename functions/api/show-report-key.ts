import { showReportKey } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** GET /v1/drills/key */
export const handler = httpHandler({}, async ({ deps }) => showReportKey(deps));
