import { showMeter } from "@skylane/engine";
import { httpHandler, meterStore, ports } from "@skylane/runtime";

/** GET /v1/costs/meter */
export const handler = httpHandler(ports(meterStore), {}, (deps) => showMeter(deps));
