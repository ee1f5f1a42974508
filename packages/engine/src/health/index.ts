export type { HealthChange, HealthParams } from "./next-path-health.ts";
export { isClean, median, nextPathHealth, unseenPath } from "./next-path-health.ts";
export { burstsIn, slotAt } from "./slots.ts";
export { recordSnapshot } from "./use-cases/record-snapshot.ts";
export type { BurstSummary, ProbeBurst } from "./use-cases/run-probe-burst.ts";
export { runProbeBurst } from "./use-cases/run-probe-burst.ts";
export { watchCapacity } from "./use-cases/watch-capacity.ts";
export { watchDegradation } from "./use-cases/watch-degradation.ts";
