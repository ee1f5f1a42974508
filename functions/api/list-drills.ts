import { listDrills } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** GET /v1/drills */
export const handler = httpHandler({}, ({ deps }) => listDrills(deps));
