export type { HealthChange, HealthParams } from "./next-path-health.ts";
export { isClean, median, nextPathHealth, unseenPath } from "./next-path-health.ts";
export { burstsIn, slotAt } from "./slots.ts";
export { probeInRegion } from "./use-cases/probe-in-region.ts";
export { recordSnapshot } from "./use-cases/record-snapshot.ts";
export type { BurstSummary, ProbeBurst } from "./use-cases/run-probe-burst.ts";
export { runProbeBurst } from "./use-cases/run-probe-burst.ts";
