import { askApproval } from "@skylane/engine";
import { approvals, builtGroups, eventHandler, incidents, ports, publisher } from "@skylane/runtime";

/** On each move that was held for want of an approval. */
export const handler = eventHandler(
  ports(approvals, builtGroups, incidents, publisher),
  ["failover.refused.v1"],
  (deps, event) => askApproval(deps, event.data),
);
