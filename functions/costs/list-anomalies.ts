import { listAnomalies } from "@skylane/engine";
import { costFindings, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/costs/anomalies */
export const handler = httpHandler(ports(costFindings), {}, (deps) => listAnomalies(deps));
