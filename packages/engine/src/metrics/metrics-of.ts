import { estateMetrics } from "./estate-metrics.ts";
import type { MetricFacts } from "./facts.ts";
import type { MetricFamily } from "./family.ts";
import { pathMetrics } from "./path-metrics.ts";

/** Every family of metrics, those without a value among them; pure. */
export const metricsOf = (facts: MetricFacts): readonly MetricFamily[] => [
  ...pathMetrics(facts),
  ...estateMetrics(facts),
];
