import { raiseAlert } from "@skylane/engine";
import { eventHandler } from "@skylane/runtime";

/** On each event a person is told of. */
export const handler = eventHandler(
  [
    "failover.started.v1",
    "failover.completed.v1",
    "failover.refused.v1",
    "failover.rolled-back.v1",
    "failover.failed-back.v1",
    "failover.override-set.v1",
    "failover.override-ended.v1",
    "failover.approval-asked.v1",
    "failover.approval-decided.v1",
    "failover.kill-switch-set.v1",
    "access.refused.v1",
    "health.degradation-predicted.v1",
    "health.degradation-passed.v1",
    "health.capacity-exhaustion-predicted.v1",
    "topology.drift-found.v1",
    "paths.recommendation-made.v1",
    "drill.completed.v1",
    "drill.aborted.v1",
    "regions.region-taken.v1",
  ],
  (deps, event) => raiseAlert(deps, event),
);
