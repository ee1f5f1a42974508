import type { Metrics } from "./metrics.ts";

/** Counts a transition of a workflow, as Step Functions does: of all state machines together. */
export const countTransition = (metrics: Pick<Metrics, "add">) => (): void =>
  metrics.add(
    { namespace: "AWS/States", name: "ConsumedCapacity", dimensions: { ServiceMetric: "StateTransition" } },
    1,
  );
