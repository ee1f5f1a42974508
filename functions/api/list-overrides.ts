import { listOverrides } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** GET /v1/overrides */
export const handler = httpHandler({}, ({ deps }) => listOverrides(deps));
