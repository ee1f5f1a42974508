import { listRecommendations } from "@skylane/engine";
import { costFindings, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/costs/recommendations */
export const handler = httpHandler(ports(costFindings), {}, (deps) => listRecommendations(deps));
