import { listDrills } from "@skylane/engine";
import { drills, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/drills */
export const handler = httpHandler(ports(drills), {}, (deps) => listDrills(deps));
