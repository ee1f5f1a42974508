export { DeploymentName, type DeploymentNames, deploymentNames } from "./deployment-names.ts";
export type { FunctionName, FunctionSpec, RuleSpec, WorkflowName } from "./manifest.ts";
export { alertingEventTypes, functions, routes, rules, schedules, workflows } from "./manifest.ts";
export { inboxPartition, type OutpostName, type OutpostSpec, outposts } from "./outposts.ts";
export type { TableSpec } from "./tables.ts";
export { tables } from "./tables.ts";
export type { WantedSchedule } from "./wanted-schedules.ts";
export { wantedSchedules } from "./wanted-schedules.ts";
export { arnPlaceholder, functionsOfWorkflow, withArns } from "./workflow-arns.ts";
