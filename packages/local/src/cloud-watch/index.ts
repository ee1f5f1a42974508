export { countTransition } from "./count-transition.ts";
export { createCloudWatch } from "./create-cloud-watch.ts";
export { countMatch, meterBus } from "./meter-bus.ts";
export { meterLambda } from "./meter-lambda.ts";
export { meterLogs } from "./meter-logs.ts";
export { meterTables } from "./meter-tables.ts";
export { meterTargets } from "./meter-targets.ts";
export { createMetrics } from "./metrics.ts";
