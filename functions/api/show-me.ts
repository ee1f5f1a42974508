import { showMe } from "@skylane/engine";
import { httpHandler, ports } from "@skylane/runtime";
import { rights } from "@skylane/runtime/rights";

/** GET /v1/me */
export const handler = httpHandler(ports(rights), {}, (deps, { caller }) => showMe(deps, caller));
