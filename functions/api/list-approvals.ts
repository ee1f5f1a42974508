import { listApprovals } from "@skylane/engine";
import { approvals, httpHandler, ports } from "@skylane/runtime";

/** GET /v1/approvals */
export const handler = httpHandler(ports(approvals), {}, (deps) => listApprovals(deps));
