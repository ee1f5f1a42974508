import { askApproval } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On each move that was held for want of an approval. */
export const handler = eventHandler(["failover.refused.v1"], (deps, event) => askApproval(deps, event.data));
