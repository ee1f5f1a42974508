import { exportTrace } from "@skylane/engine";
import { eventHandler, once, ports, traces } from "@skylane/runtime";
import { spanExporter } from "@skylane/runtime/tracing";

/** On the end of each workflow that moves traffic, or would have. */
export const handler = eventHandler(
  ports(once, spanExporter, traces),
  ["failover.completed.v1", "failover.refused.v1", "failover.rolled-back.v1", "failover.failed-back.v1"],
  (deps, event) => exportTrace(deps, event),
);
