import { listForecasts } from "@skylane/engine";
import { billStore, builtGroups, costFindings, httpHandler, meterStore, ports, topologies } from "@skylane/runtime";

/** GET /v1/costs/forecasts */
export const handler = httpHandler(ports(billStore, builtGroups, costFindings, meterStore, topologies), {}, (deps) =>
  listForecasts(deps),
);
