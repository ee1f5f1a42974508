import { listWhatIf } from "@skylane/engine";
import { builtGroups, httpHandler, ports, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";

/** GET /v1/what-if */
export const handler = httpHandler(ports(builtGroups, estimates, topologies), {}, (deps) => listWhatIf(deps));
