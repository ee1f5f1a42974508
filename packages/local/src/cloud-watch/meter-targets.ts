import type { TargetInvoker } from "../event-bus/delivery/target-invoker.ts";
import type { Metrics } from "./metrics.ts";

/** What the scheduler calls, counted as it does: each attempt. */
export const meterTargets = (targets: TargetInvoker, metrics: Pick<Metrics, "add">): TargetInvoker => ({
  invoke(targetArn, input, signal) {
    metrics.add(
      { namespace: "AWS/Scheduler", name: "InvocationAttemptCount", dimensions: { ScheduleGroup: "default" } },
      1,
    );
    return targets.invoke(targetArn, input, signal);
  },
});
