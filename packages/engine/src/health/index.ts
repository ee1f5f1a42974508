export type { HealthChange, HealthParams } from "./next-path-health.ts";
export { median, nextPathHealth, unseenPath } from "./next-path-health.ts";
export { recordSnapshot } from "./use-cases/record-snapshot.ts";
export type { BurstSummary, ProbeBurst } from "./use-cases/run-probe-burst.ts";
export { runProbeBurst } from "./use-cases/run-probe-burst.ts";
