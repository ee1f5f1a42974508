import { listSlos } from "@skylane/engine";
import { builtGroups, httpHandler, performance, ports, sloLedgers } from "@skylane/runtime";

/** GET /v1/slos */
export const handler = httpHandler(ports(builtGroups, performance, sloLedgers), {}, (deps) => listSlos(deps));
