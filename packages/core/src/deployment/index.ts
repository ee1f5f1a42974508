export { alertingEventTypes } from "./alerting-events.ts";
export { DeploymentName, type DeploymentNames, deploymentNames } from "./deployment-names.ts";
export { heardInBothRegions } from "./heard-in-both-regions.ts";
export type { LogMetricName, LogMetricSpec } from "./log-metrics.ts";
export { filterPatternOf, logMetrics } from "./log-metrics.ts";
export type { FunctionName, FunctionSpec, WorkflowName } from "./manifest.ts";
export { functions, routes, schedules, workflows } from "./manifest.ts";
export {
  agentPlace,
  BUILT_GROUP_PARTITION,
  inboxPartition,
  type OutpostName,
  type OutpostSpec,
  outposts,
  proofAnswerPartition,
  proofRequestPartition,
} from "./outposts.ts";
export { pageHeaders, pagePolicy, STATUS_PATH, statusPolicy } from "./page-headers.ts";
export type { RuleSpec } from "./rules.ts";
export { rules } from "./rules.ts";
export type { TableSpec } from "./tables.ts";
export { tables } from "./tables.ts";
export type { WantedSchedule } from "./wanted-schedules.ts";
export { scheduledFunctions, wantedSchedules } from "./wanted-schedules.ts";
export { arnPlaceholder, functionsOfWorkflow, withArns } from "./workflow-arns.ts";
