export type { MetricFacts } from "./facts.ts";
export type { MetricFamily } from "./family.ts";
export { metricsOf } from "./metrics-of.ts";
export { showMetrics } from "./use-cases/show-metrics.ts";
export type { Exposition } from "./write-exposition.ts";
