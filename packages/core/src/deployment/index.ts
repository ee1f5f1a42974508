export type { LogMetricName, LogMetricSpec } from "./log-metrics.ts";
export { filterPatternOf, logMetrics } from "./log-metrics.ts";
export type { FunctionName, FunctionSpec, RuleSpec, WorkflowName } from "./manifest.ts";
export { alertingEventTypes, functions, names, routes, rules, schedules, workflows } from "./manifest.ts";
export { pageHeaders } from "./page-headers.ts";
