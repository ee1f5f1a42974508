import { readOverview } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** GET /v1/overview */
export const handler = httpHandler({}, ({ deps, settings }) => readOverview(deps, settings.labPath));
