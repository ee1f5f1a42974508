import { listOverrides } from "@skylane/engine";
import { httpHandler, overrides, pathOverrides, ports } from "@skylane/runtime";

/** GET /v1/overrides */
export const handler = httpHandler(ports(overrides, pathOverrides), {}, (deps) => listOverrides(deps));
