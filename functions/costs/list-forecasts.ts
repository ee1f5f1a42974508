import { listForecasts } from "@skylane/engine";
import { billStore, costFindings, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/costs/forecasts */
export const handler = httpHandler(ports(billStore, costFindings), {}, (deps) => listForecasts(deps));
