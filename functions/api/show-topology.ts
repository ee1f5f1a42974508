import { readTopology } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** GET /v1/topology */
export const handler = httpHandler({}, ({ deps }) => readTopology(deps));
