import { listApprovals } from "@skylane/engine";
import { httpHandler } from "@skylane/runtime";

/** GET /v1/approvals */
export const handler = httpHandler({}, ({ deps }) => listApprovals(deps));
